import { Command, Option } from 'commander';
import { grouped } from '../../model/grouped';
import { counted } from '../../model/counted';
import { decide } from '../../verify/access/decision';
import { accessFacts } from '../../verify/access/facts/access-facts';
import { withResourcePolicy } from '../../verify/access/facts/resource-policy';
import { roleAsked } from '../../verify/access/facts/role-asked';
import type { AccessFacts, Role } from '../../verify/access/facts/role';
import { escalations } from '../../verify/access/proof/escalation';
import { provePrefix } from '../../verify/access/proof/prove-prefix';
import { roleContext, usualValues } from '../../verify/access/role-context';
import { readGivenAsWritten } from '../read-given';
import {
  decisionJson,
  decisionReason,
  decisionText,
  escalationsJson,
  escalationsText,
  proofJson,
  proofText,
} from '../access-answer';
import { actionHint, contextHint } from '../access-hints';
import { NegativeAnswer, UsageError } from '../exit-code';
import { formatOption } from '../format-option';

interface AccessOptions {
  readonly role: string;
  readonly action?: string;
  readonly resource?: string;
  readonly resourcePolicy?: string;
  readonly only?: string;
  readonly never?: string;
  readonly escalations?: true;
  readonly context: readonly string[];
  readonly format: 'text' | 'json';
}

/** `training-isolation access`: may this role do that, and why. */
export function accessCommand(): Command {
  return new Command('access')
    .description('what a role may do in the cloud, by the policies of plans and IAM documents')
    .argument('<path...>', 'plans, IAM documents, folders, or - for standard input')
    .requiredOption('--role <name>', 'name or ARN of the role')
    .option('--action <action>', 'one request: its action, such as s3:GetObject')
    .option('--resource <arn>', 'one request: its resource, or * for an action on none')
    .option(
      '--resource-policy <file>',
      'one request: which of the paths is the policy of the resource and does not say so',
    )
    .addOption(
      new Option(
        '--context <key=value...>',
        'one request: its keys, over those that the role itself gives; a key again for another value',
      ).default([], 'none'),
    )
    .option('--only <arn>', 'all requests: prove that the role touches nothing in the bucket but this prefix')
    .option('--never <arn>', 'all requests: prove that the role touches nothing under this prefix')
    .option('--escalations', 'all requests: list the actions by which the role could get more')
    .addOption(formatOption('answer'))
    .addHelpText(
      'after',
      '\nA key that is neither given nor follows from the role and the resource is absent from a request, which is made without MFA.' +
        "\nA bucket is taken for one of the role's account; --context aws:ResourceAccount=... says otherwise." +
        '\nA policy without principals counts as one of the role.' +
        '\nExit codes: 0 allowed, proved, or no escalation; 1 denied, a leak, or not known; 2 bad input or usage.',
    )
    .action(access);
}

function access(paths: readonly string[], options: AccessOptions): void {
  const asked = [options.action, options.only, options.never, options.escalations].filter((item) => item !== undefined);
  const ofOne = {
    '--resource-policy': options.resourcePolicy !== undefined,
    '--resource': options.resource !== undefined,
    '--context': options.context.length > 0,
  };
  const idle = Object.entries(ofOne).find(([, isGiven]) => isGiven && options.action === undefined);
  if (idle !== undefined) throw new UsageError(`${idle[0]} is for one request: give --action`);
  if (asked.length !== 1)
    throw new UsageError('ask one thing: --action with --resource, --only, --never or --escalations');
  const facts = accessFacts(readGivenAsWritten(paths));
  const role = roleAsked(facts, options.role);
  if (typeof role === 'string') throw new UsageError(role);
  if (options.action !== undefined) one(facts, role, options.action, options);
  else if (options.escalations === true) escalate(facts, role, options);
  else all(facts, role, options);
}

function one(
  input: AccessFacts,
  role: Role,
  action: string,
  { resource, resourcePolicy, context: given, format }: AccessOptions,
): void {
  if (!/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action))
    throw new UsageError(`--action ${action}: give one action such as s3:GetObject`);
  if (resource === undefined || !(resource === ON_NOTHING || /^arn:([^:]*:){4}.+$/.test(resource)))
    throw new UsageError(
      `--resource ${resource ?? ''}: give an ARN such as arn:aws:s3:::bucket/key, or ${ON_NOTHING} for an action on no resource`,
    );
  if (resource !== ON_NOTHING && /[*?]/.test(resource))
    throw new UsageError(
      `--resource ${resource}: a request names one resource, without wildcards; for all requests ask --only or --never`,
    );
  const facts = resourcePolicy === undefined ? input : withResourcePolicy(input, resource, resourcePolicy);
  if (typeof facts === 'string') throw new UsageError(`--resource-policy ${facts}`);
  const context = roleContext(role, facts.podIdentities).with(usualValues(resource)).with(entriesOf(given));
  const request = { action, resource, context };
  const decision = decide(facts, role, request);
  if (format === 'json') print(decisionJson(role, action, resource, context, decision));
  else {
    print(decisionText(decision));
    console.error(
      `context: ${context
        .entries()
        .map(([key, values]) => `${key}=${values.join('|')}`)
        .join(' ')}`,
    );
  }
  const hint = actionHint(facts, role, request, decision);
  for (const line of [...(hint === undefined ? [] : [hint]), ...contextHint(facts, role, request)]) console.error(line);
  if (decision.outcome !== 'allowed') throw new NegativeAnswer(decisionReason(decision));
}

/** What IAM puts for the resource of an action that has none, such as `s3:ListAllMyBuckets`. */
const ON_NOTHING = '*';

/** A key that is given several times has several values, as `aws:TagKeys` has. */
function entriesOf(given: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const byKey = grouped(given.map(entry), ([key]) => key.toLowerCase());
  return new Map([...byKey].map(([key, entries]) => [key, entries.map(([, value]) => value)]));
}

function entry(given: string): readonly [string, string] {
  const equals = given.indexOf('=');
  if (equals < 1) throw new UsageError(`--context ${given}: give key=value`);
  return [given.slice(0, equals), given.slice(equals + 1)];
}

function all(facts: AccessFacts, role: Role, { only, never, format }: AccessOptions): void {
  const proof = provePrefix(facts, role, (only ?? never) as string, only === undefined ? 'never' : 'only');
  if (typeof proof === 'string') throw new UsageError(proof);
  print(format === 'json' ? proofJson(proof) : proofText(proof));
  if (proof.verdict !== 'proved')
    throw new NegativeAnswer(proof.verdict === 'leak' ? 'it is possible' : 'it is not known');
}

function escalate(facts: AccessFacts, role: Role, { format }: AccessOptions): void {
  const found = escalations(facts, role);
  print(format === 'json' ? escalationsJson(found) : escalationsText(found));
  if (found.length > 0) throw new NegativeAnswer(counted(found.length, 'escalation', 'escalations'));
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
