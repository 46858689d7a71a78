import { Command, InvalidArgumentError } from 'commander';
import { deploymentText, planText, type PlanProjectOptions } from '../../plan';
import { formatOption } from '../format-option';
import { planOrUsage } from '../plan-or-usage';
import { refuseOverwriting } from '../overwriting';
import { writeAnswer } from '../write-answer';

interface PlanCommandOptions extends Pick<PlanProjectOptions, 'stack' | 'config' | 'program'> {
  readonly format: 'text' | 'json';
  readonly output?: string;
}

/** `training-isolation plan`: what a Pulumi program would make. */
export function planCommand(): Command {
  return new Command('plan')
    .description('show what a Pulumi program would make: without CLI, plug-ins, credentials and network')
    .option('--stack <name>', 'stack (default: that of the only Pulumi.<stack>.yaml, or dev)')
    .option('--config <key=value>', 'configuration above that of the stack, may be repeated', keyValue)
    .option('--program <file>', 'file of the program (default: what Pulumi.yaml says)')
    .addOption(formatOption('plan'))
    .option('--output <file>', 'write into this file')
    .addHelpText(
      'after',
      '\nThe JSON form is a document of `pulumi stack export`, version 3. Values that only a cloud knows and secrets stand' +
        "\nin it as Pulumi's own marks, in the text form as [unknown] and [secret].",
    )
    .action(async ({ format, output, ...options }: PlanCommandOptions) => {
      refuseOverwriting([output], ['Pulumi.yaml', options.program]);
      const plan = await planOrUsage(options);
      const text = format === 'json' ? deploymentText(plan) : planText(plan);
      if (format === 'json') for (const { urn, what, how } of plan.unseen) console.error(`${urn}\n  ${what}\n  ${how}`);
      writeAnswer(output, text);
    });
}

function keyValue(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('expected KEY=VALUE, such as aws:region=eu-west-1');
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) };
}
