import { lineOf } from '../input/line-of';
import type { KubernetesObject } from '../input/kubernetes-object';
import type { Match } from '../match';
import { NO_CONNECTIONS, connectionsText } from './connections';
import type { Connection } from './connection-list';
import type { End } from './ends';
import { DENIED, type Estimate } from './estimate';
import type { PodClass } from './pod-class';
import type { AdminPolicy, AdminRule } from './policies/admin-policy';
import type { AllowRule, Direction, NetworkPolicy } from './policies/network-policy';
import type { Peer } from './policies/peer';
import { NO_POD_PORTS, portsOn, type PodPorts, type PortRule } from './policies/port-rule';
import { peersMatchOutside, peersMatchPod } from './peer-match';
import type { BlocksOf } from './block-of-pods';
import type { Reachability } from './reachability';
import { selects } from './selection';

/** Why one end of a connection allows or withholds it: a line for each policy that has a say. */
export function explain(reachability: Reachability, { source, destination }: Connection): readonly string[] {
  const lines: string[] = [];
  if (source.kind === 'workload') {
    for (const item of source.classes) lines.push(...side(reachability, 'egress', item, source, destination));
  }
  if (destination.kind === 'workload') {
    for (const item of destination.classes) {
      lines.push(...side(reachability, 'ingress', item, destination, source));
      const through = reachability.throughNodePorts(item);
      if (source.kind === 'workload' && through !== DENIED) {
        lines.push(
          `node ports: every pod reaches its own node, and from there ${estimateText(through)} of ${destination.name}`,
        );
      }
    }
  }
  return [...new Set(lines)];
}

function side(
  reachability: Reachability,
  direction: Direction,
  item: PodClass,
  own: End,
  other: End,
): readonly string[] {
  const context: Context = { reachability, direction, item, own, other };
  const { admin, baseline } = reachability.policies;
  const governing = reachability.governing(item).filter(({ policy }) => policy[direction] !== undefined);
  const networkPolicies = governing.flatMap(({ policy, match }) => networkPolicyLines(context, policy, match));
  const isolated = governing.some(({ match }) => match === 'yes');
  return [
    ...admin.flatMap((policy) => adminLines(context, policy)),
    ...networkPolicies,
    ...(isolated ? [] : baseline.flatMap((policy) => adminLines(context, policy))),
    ...(governing.length === 0
      ? [`${direction} of ${own.name}: no NetworkPolicy governs it, so what no other policy denies is allowed`]
      : []),
  ];
}

interface Context {
  readonly reachability: Reachability;
  readonly direction: Direction;
  readonly item: PodClass;
  readonly own: End;
  readonly other: End;
}

function networkPolicyLines(context: Context, policy: NetworkPolicy, match: Match): readonly string[] {
  const { direction, own, other } = context;
  const sure = match === 'maybe' ? 'may govern it and ' : '';
  const rules = (policy[direction] ?? []).flatMap((rule) => {
    const peer = rule.peers === undefined ? 'yes' : peersMatch(context, rule.peers, 'policy');
    return peer === 'no' ? [] : [allowLine(context, policy, rule, peer, sure)];
  });
  if (rules.length > 0) return rules;
  return [
    `${direction} of ${own.name}: ${place(policy.object)} ${sure}isolates it, and no rule of it matches ${other.name}`,
  ];
}

function allowLine(context: Context, policy: NetworkPolicy, rule: AllowRule, peer: Match, sure: string): string {
  const { direction, own, other } = context;
  const where = place(policy.object, ['spec', direction, rule.index]);
  const may = peer === 'maybe' ? 'may allow' : 'allows';
  return `${direction} of ${own.name}: ${where} ${direction}[${rule.index}] ${sure}${may} ${portText(context, rule.ports)} with ${other.name}`;
}

function adminLines(context: Context, policy: AdminPolicy): readonly string[] {
  const { direction, item, own, other } = context;
  if (item.hostNetwork || selects(policy.subject, item) === 'no') return [];
  return policy[direction].flatMap((rule) => {
    const match = peersMatch(context, rule.peers, 'tier');
    if (match === 'no') return [];
    const name = rule.name === undefined ? '' : ` ${JSON.stringify(rule.name)}`;
    const where = `${place(policy.object, ['spec', direction, rule.index])} ${direction}[${rule.index}]${name}`;
    const verb = VERBS[rule.action];
    return [
      `${direction} of ${own.name}: ${where} ${match === 'maybe' ? 'may, if it matches, have' : 'has'} ${portText(context, rule.ports)} with ${other.name} ${verb}`,
    ];
  });
}

const VERBS: Readonly<Record<AdminRule['action'], string>> = {
  accept: 'accepted',
  deny: 'denied',
  pass: 'passed to the next tier',
};

/** Whether they mean the other end; perhaps, where they do not mean all of its pods alike. */
function peersMatch({ reachability, other }: Context, peers: readonly Peer[], of: BlocksOf): Match {
  if (other.kind === 'outside') return peersMatchOutside(peers, other.addresses);
  return other.classes
    .map((item) => peersMatchPod(peers, item, of, reachability.premises))
    .reduce((a, b) => (a === b ? a : 'maybe'));
}

function portText({ direction, item, other }: Context, rule: PortRule): string {
  const destinations: readonly PodPorts[] =
    direction === 'ingress'
      ? [item.ports]
      : other.kind === 'workload'
        ? other.classes.map(({ ports }) => ports)
        : [NO_POD_PORTS];
  const texts = destinations.map((destination) => estimateText(portsOn(rule, destination)));
  return [...new Set(texts)].join(' or ');
}

function estimateText({ atLeast, atMost }: Estimate): string {
  return connectionsText(atLeast === NO_CONNECTIONS ? atMost : atLeast);
}

/** `NetworkPolicy alpha/default-deny (policies.yaml:12)`. */
function place({ kind, namespace, name, field }: KubernetesObject, path: readonly (string | number)[] = []): string {
  const line = lineOf(field.document, [...field.pathInDocument, ...path]);
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name} (${field.document.file.name}:${line})`;
}
