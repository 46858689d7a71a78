import { Command } from 'commander';
import { counted } from '../../model/counted';
import { helmValues } from '../../model';
import { suggestion } from '../../model/fault/fault';
import { UsageError } from '../exit-code';
import { loadPlatform, PLATFORM_OPTION } from '../load-platform';
import { REPLACED_FOLDER, replaceFolder } from '../replace-folder';
import { helmValuesText, isHelmValues, writeHelmValues } from '../write-helm-values';

/** `training-isolation helm-values`: what node agents need to run on training nodes. */
export function helmValuesCommand(): Command {
  return new Command('helm-values')
    .description('print or write Helm values for every node agent that must run on training nodes')
    .argument('[chart]', 'print the values of this chart only')
    .option(...PLATFORM_OPTION)
    .option('--output <folder>', `write one file a chart into this folder: ${REPLACED_FOLDER}`)
    .action(async (chart: string | undefined, options: { platform?: string; output?: string }) => {
      const platform = await loadPlatform(options.platform);
      const charts = helmValues(platform);
      const chosen = chart === undefined ? charts : charts.filter((values) => values.chart === chart);
      if (chart !== undefined && chosen.length === 0) {
        const known = charts.map((values) => values.chart);
        throw new UsageError(`no chart ${chart}: ${suggestion(chart, known, `known are ${known.join(', ')}`)}`);
      }
      if (options.output === undefined) {
        process.stdout.write(chosen.map(helmValuesText).join('---\n'));
        return;
      }
      if (chart !== undefined) throw new UsageError('--output writes every chart: leave the name of the chart out');
      const { output } = options;
      const files = await replaceFolder(output, isHelmValues, (fresh) =>
        Promise.resolve(writeHelmValues(platform, fresh)),
      );
      console.error(`${counted(files.length, 'file', 'files')} in ${output}`);
    });
}
