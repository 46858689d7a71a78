import { Command, Option } from 'commander';
import { DIALECTS, RULE_IDS, type Dialect, type Mode, type RuleId } from '../../model';
import { MODES } from '../../model/policies';
import { suggestion } from '../../model/fault/fault';
import { toYaml } from '../../model/kubernetes/to-yaml';
import { admissionPolicies, commentOn, GAPS, isAsked, ruleOf } from '../../policies';
import { UsageError } from '../exit-code';
import { noteRanOut } from '../note-ran-out';
import { loadPlatform, PLATFORM_OPTION } from '../load-platform';

interface PoliciesOptions {
  readonly dialect?: Dialect;
  readonly mode?: Mode;
  readonly rule?: readonly RuleId[];
  readonly platform?: string;
}

/** `training-isolation policies`: the admission policies that the platform's chart holds, all or single ones. */
export function policiesCommand(): Command {
  return new Command('policies')
    .description('print the admission policies of the description as YAML, in one dialect, all or single rules')
    .addOption(
      new Option('--dialect <dialect>', 'how they are written (default: the dialects of the description)').choices(
        DIALECTS,
      ),
    )
    .addOption(
      new Option('--mode <mode>', 'refuse or only report (default: the mode of the description)').choices(MODES),
    )
    .addOption(new Option('--rule <id...>', 'only these rules, by their ids'))
    .option(...PLATFORM_OPTION)
    .addHelpText(
      'after',
      '\nGuards of the isolation, and rules that the dialect cannot say, are printed as ValidatingAdmissionPolicy as well.',
    )
    .action(policies);
}

async function policies(options: PoliciesOptions): Promise<void> {
  const { dialect, mode, rule: rules } = options;
  for (const id of rules ?? []) refuseUnknown(id);
  const platform = await loadPlatform(options.platform);
  noteRanOut(platform);
  const objects = admissionPolicies(platform, {
    ...(dialect === undefined ? {} : { dialects: [dialect] }),
    ...(mode === undefined ? {} : { mode }),
    ...(rules === undefined ? {} : { rules }),
  });
  for (const id of rules ?? []) {
    const rule = ruleOf(id);
    if (!isAsked(rule, platform))
      throw new UsageError(`rule ${id} has nothing to judge: the description does not ask for it`);
    const gap = dialect === undefined ? undefined : rule.cannot?.[dialect];
    if (gap !== undefined) console.error(`${dialect} cannot say ${id}: ${GAPS[gap.reason]}`);
  }
  process.stdout.write(objects.map((object) => `${head(commentOn(object))}${toYaml(object)}`).join('---\n'));
}

const head = (comment: string | undefined): string => (comment === undefined ? '' : `# ${comment}\n`);

function refuseUnknown(id: string): void {
  const known = Object.keys(RULE_IDS);
  if (known.includes(id)) return;
  throw new UsageError(`no rule ${id}: ${suggestion(id, known, `known: ${known.join(', ')}`)}`);
}
