import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { helmValues, type ChartValues, type Platform } from '../model';
import { toYaml } from '../model/kubernetes/to-yaml';

const ENDING = '.yaml';

/** Writes one file a chart into an existing folder and returns their names. */
export function writeHelmValues(platform: Platform, folder: string): readonly string[] {
  return helmValues(platform).map((chart) => {
    const file = `${chart.chart}${ENDING}`;
    writeFileSync(join(folder, file), helmValuesText(chart));
    return file;
  });
}

/** Whether a file holds values that were written here, by the command in its head: people have values of their own. */
export function isHelmValues(path: string): boolean {
  return path.endsWith(ENDING) && readFileSync(path, 'utf8').includes(`# ${commandFor(basename(path, ENDING))} `);
}

const commandFor = (chart: string): string => `helm upgrade --install ${chart} ${chart} --repo`;

/** The values with a head that says what they are for and how they are used. */
export function helmValuesText({ chart, repository, namespace, about, values }: ChartValues): string {
  const head = [...about, `${commandFor(chart)} ${repository} --namespace ${namespace} -f ${chart}${ENDING}`];
  return `${head.map((line) => `# ${line}\n`).join('')}${toYaml(values)}`;
}
