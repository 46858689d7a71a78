import { DNS_PODS } from '../../model/network/dns-server';
import type { Evidence } from '../evidence';
import { ANY_LABELS, completeLabels, labelsKey, NO_LABELS, type Labels } from '../labels/labels';
import { labelsSatisfying } from '../labels/satisfying';
import { matches } from '../labels/selector';
import { namespaceNamed, type NamespaceFacts, type SupposedPods } from '../reachability/pod-class';
import type { AdminPolicy } from '../reachability/policies/admin-policy';
import { namedNamespaces, type PodPeer } from '../reachability/policies/peer';
import type { Policies } from '../reachability/policies/policies';
import { usedServices } from './used-services';

/** A namespace that no policy names, under no name that one can have. What it may reach or be reached by is open to everybody who can make a namespace. */
export const STRANGER = '(that no policy names)';
const DNS_LABELS: Labels = completeLabels(new Map(Object.entries(DNS_PODS.podLabels)));

/**
 * Pods that could be there beside those of the input: any pod of a project, the cluster's DNS, the services that
 * policies name, whom policies of those services name, and pods of a namespace that nobody thought of. What a policy
 * allows counts even before a pod carries the labels that it selects by.
 */
export function supposedPods(
  { scope, platform }: Evidence,
  policies: Policies,
  namespaces: ReadonlyMap<string, NamespaceFacts>,
): readonly SupposedPods[] {
  const facts = (name: string): NamespaceFacts => namespaces.get(name) ?? namespaceNamed(name);
  const supposed = new Map<string, SupposedPods>();
  const suppose = (namespace: string, labels: Labels): void => {
    supposed.set(`${namespace}\n${labelsKey(labels)}`, { namespace: facts(namespace), labels });
    supposed.set(`${namespace}\n`, { namespace: facts(namespace), labels: NO_LABELS });
  };
  const projects = scope.namespaces.map(({ name }) => name);
  for (const name of projects) {
    suppose(name, NO_LABELS);
    for (const { pods } of policies.byNamespace.get(name) ?? []) suppose(name, labelsSatisfying(pods) ?? NO_LABELS);
    for (const { subject } of adminPolicies(policies, facts(name)))
      suppose(name, labelsSatisfying(subject.pods) ?? NO_LABELS);
  }
  suppose(DNS_PODS.namespace, DNS_LABELS);
  supposed.set(STRANGER, { namespace: facts(STRANGER), labels: ANY_LABELS });
  for (const project of scope.namespaces) {
    const used = platform === undefined ? [] : usedServices(platform, project);
    for (const { namespace, labels } of used) suppose(namespace, completeLabels(labels));
  }
  const known = projects.map(facts);
  for (const name of new Set([...projects, ...(platform?.services ?? []).map(({ namespace }) => namespace)])) {
    for (const peer of peersOf(policies, facts(name))) {
      const labels = labelsSatisfying(peer.pods) ?? NO_LABELS;
      for (const namespace of meant(peer, known)) if (namespace !== name) suppose(namespace, labels);
    }
  }
  return [...supposed.values()];
}

/** Pods that the policies of a namespace name as peers, and those of the whole cluster that let them in or out there. */
function* peersOf(policies: Policies, namespace: NamespaceFacts): Generator<PodPeer> {
  const rules = [
    ...(policies.byNamespace.get(namespace.name) ?? []).flatMap(({ egress = [], ingress = [] }) => [
      ...egress,
      ...ingress,
    ]),
    ...adminPolicies(policies, namespace)
      .flatMap(({ egress, ingress }) => [...egress, ...ingress])
      .filter(({ action }) => action === 'accept'),
  ];
  for (const { peers = [] } of rules) for (const peer of peers) if (peer.kind === 'pods') yield peer;
}

/** Policies of the whole cluster that govern pods of a namespace, or may. */
function adminPolicies({ admin, baseline }: Policies, { labels }: NamespaceFacts): readonly AdminPolicy[] {
  return [...admin, ...baseline].filter(({ subject }) => matches(subject.namespaces, labels) !== 'no');
}

/** Namespaces of a peer: those that it names; if none, the projects that it may mean, as far as it asks for labels of pods. */
function meant({ namespaces, pods }: PodPeer, projects: readonly NamespaceFacts[]): readonly string[] {
  const named = namedNamespaces(namespaces) ?? [];
  if (named.length > 0 || pods.requirements.length === 0) return named;
  return projects.filter(({ labels }) => matches(namespaces, labels) !== 'no').map(({ name }) => name);
}
