import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { helmValues, type ChartValues, type Platform } from '../model';
import { toYaml } from '../model/to-yaml';

/** Writes one file a chart into an existing folder and returns their names. */
export function writeHelmValues(platform: Platform, folder: string): readonly string[] {
  return helmValues(platform).map((chart) => {
    const file = `${chart.chart}.yaml`;
    writeFileSync(join(folder, file), helmValuesText(chart));
    return file;
  });
}

/** The values with a head that says what they are for and how they are used. */
export function helmValuesText({ chart, repository, namespace, about, values }: ChartValues): string {
  const head = [
    ...about,
    `helm upgrade --install ${chart} ${chart} --repo ${repository} --namespace ${namespace} -f ${chart}.yaml`,
  ];
  return `${head.map((line) => `# ${line}\n`).join('')}${toYaml(values)}`;
}
