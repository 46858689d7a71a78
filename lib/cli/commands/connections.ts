import { Command } from 'commander';
import { counted } from '../../model/counted';
import { defaultNamespaceOption, type DefaultNamespaceOption } from '../default-namespace';
import { readGivenAsWritten } from '../read-given';
import { few } from '../../verify/few';
import { objectName } from '../../verify/input/kubernetes-object';
import {
  allowedRow,
  listConnections,
  sureRow,
  undecidedRow,
  type Connection,
  type ConnectionRow,
} from '../../verify/reachability/connection-list';
import { policiesOfAbsentPods } from '../../verify/reachability/absent-pods';
import { connectionsDot } from '../../verify/reachability/connections-dot';
import { endMatcher, type EndMatcher } from '../../verify/reachability/end-matcher';
import { endsOf, type WorkloadEnd } from '../../verify/reachability/ends';
import { explain } from '../../verify/reachability/explanation';
import { omittedSelectors } from '../../verify/reachability/policies/omitted-selector';
import { Reachability } from '../../verify/reachability/reachability';
import { missingFacts } from '../../verify/reachability/undecided';
import { assumeOption, assumptionsOf } from '../assume-option';
import { NegativeAnswer, UsageError } from '../exit-code';
import { formatOption } from '../format-option';

interface ConnectionsOptions extends DefaultNamespaceOption {
  readonly format: 'text' | 'json' | 'dot';
  readonly from?: string;
  readonly to?: string;
  readonly explain?: true;
  readonly ipv6?: true;
  readonly assume: readonly string[];
}

/** `training-isolation connections`: who may talk to whom. */
export function connectionsCommand(): Command {
  return new Command('connections')
    .description(
      'list every connection that the network policies allow between workloads of the input, and with addresses outside',
    )
    .argument('<path...>', 'files, folders, or - for standard input')
    .addOption(formatOption('list', ['text', 'json', 'dot']))
    .option(
      '--from <end>',
      'only from this workload (namespace/name or name), namespace (namespace/), outside, or an address or block outside',
    )
    .option('--to <end>', 'only to this workload, namespace, outside, address or block')
    .option('--explain', 'name the policies and rules that allow or withhold each connection')
    .option('--ipv6', 'list ranges of IPv6 addresses as well')
    .addOption(defaultNamespaceOption())
    .addOption(assumeOption())
    .addHelpText(
      'after',
      '\nWhat a policy allows to or from pods that are not in the input is not listed: give their manifests too.\n' +
        'What the input does not decide goes to standard error, by name, and the exit code is then 1.\n' +
        'Without a CNI, an ipBlock stands for addresses outside the cluster, as the API describes it; networks of admin\n' +
        'policies that are not the whole space do too unless pod-cidr says where pods are, or their status does.\n' +
        'Connections between pods of one workload are not listed where no policy tells the pods apart.',
    )
    .action(connections);
}

function connections(paths: readonly string[], options: ConnectionsOptions): void {
  const { network } = assumptionsOf(options.assume);
  const reachability = new Reachability(readGivenAsWritten(paths, options), { premises: network });
  const { ends } = endsOf(reachability);
  if (ends.length === 0) throw new UsageError('the input has no workload: nothing to say about connections');
  const source = matcher(options.from, ends);
  const destination = matcher(options.to, ends);
  noteOwnPods(ends, source, destination);
  noteOmittedSelectors(reachability);
  noteAbsentPods(reachability, ends, [source, destination]);
  const all = listConnections(reachability, { source, destination, denied: options.explain === true });
  const list = all.filter((connection) => options.ipv6 === true || !isIpv6(connection));
  if (list.length < all.length && reachability.namesIpv6) {
    const left = counted(all.length - list.length, 'connection', 'connections');
    console.error(`${left} with ranges of IPv6 addresses: see with --ipv6`);
  }
  const rows = list.flatMap((connection) => allowedRow(connection) ?? []);
  switch (options.format) {
    case 'json':
      print(JSON.stringify(options.explain === true ? explained(reachability, list) : rows, null, 2));
      break;
    case 'dot':
      print(connectionsDot(rows, ends));
      break;
    case 'text':
      print(options.explain === true ? explainedText(reachability, list) : rows.map(rowText).join('\n'));
  }
  reportUndecided(reachability, list);
}

function matcher(text: string | undefined, ends: readonly WorkloadEnd[]): EndMatcher | undefined {
  const found = text === undefined ? undefined : endMatcher(text, ends);
  if (typeof found === 'string') throw new UsageError(found);
  return found;
}

/** An empty list for a workload and itself reads as if its pods could not talk to each other. */
function noteOwnPods(ends: readonly WorkloadEnd[], source?: EndMatcher, destination?: EndMatcher): void {
  const [from, to] = [source, destination].map((end) => ends.filter((item) => end?.matches(item) === true));
  if (from?.length === 1 && to?.length === 1 && from[0] === to[0])
    console.error(`connections between the pods of ${from[0]?.name} are not listed, whether allowed or not`);
}

/** Nothing is listed for such rules, and an empty list reads as if nothing were let in or out. Of a pair both ends are given. */
function noteAbsentPods(
  reachability: Reachability,
  ends: readonly WorkloadEnd[],
  asked: readonly (EndMatcher | undefined)[],
): void {
  const named = asked.filter((end) => end !== undefined);
  if (named.length === asked.length) return;
  const listed = ends.filter((end) => named.length === 0 || named.some((one) => one.matches(end)));
  const policies = policiesOfAbsentPods(reachability, new Set(listed.flatMap(({ classes }) => classes)));
  if (policies.length > 0)
    console.error(`not listed: pods that are not in the input, and that rules of ${few(policies).shown} let in or out`);
}

function noteOmittedSelectors({ policies }: Reachability): void {
  for (const { object } of [...policies.admin, ...policies.baseline])
    for (const path of omittedSelectors(object))
      console.error(`${objectName(object)} has no ${path}, which is read as {}: an API server refuses it`);
}

function isIpv6({ source, destination }: Connection): boolean {
  return [source, destination].some((end) => end.kind === 'outside' && end.addresses.v4.length === 0);
}

function explained(
  reachability: Reachability,
  list: readonly Connection[],
): readonly (ConnectionRow & { readonly why: readonly string[] })[] {
  return list.map((connection) => ({ ...sureRow(connection), why: explain(reachability, connection) }));
}

function explainedText(reachability: Reachability, list: readonly Connection[]): string {
  return explained(reachability, list)
    .map(({ why, ...row }) => [rowText(row), ...why.map((line) => `  ${line}`)].join('\n'))
    .join('\n');
}

/** @throws NegativeAnswer if anything is undecided */
function reportUndecided(reachability: Reachability, list: readonly Connection[]): void {
  const lines: string[] = [];
  const facts = new Set<string>();
  for (const connection of list) {
    const row = undecidedRow(connection);
    if (row === undefined) continue;
    lines.push(`undecided: ${rowText(row)}`);
    for (const fact of missingFacts(reachability, connection)) facts.add(fact);
  }
  if (lines.length === 0) return;
  console.error([...lines, ...[...facts].map((fact) => `because: ${fact}`)].join('\n'));
  throw new NegativeAnswer(`${counted(lines.length, 'connection', 'connections')} cannot be decided from the input`);
}

function rowText({ src, dst, conn }: ConnectionRow): string {
  return `${src} => ${dst} : ${conn}`;
}

function print(text: string): void {
  process.stdout.write(text === '' ? '' : `${text}\n`);
}
