import type { k8s } from '../../../lib/kubernetes';

/** Which of the library's policies. */
export interface PolicyName {
  readonly namespace: string;
  readonly name: string;
}

/** What is done to a policy: it is deleted, or applied with an edit. */
export interface PolicyChange extends PolicyName {
  readonly edit?: (spec: k8s.NetworkPolicySpec) => void;
}

/** Part of the isolation, how it is taken away, and which answers change then: `place: target`. */
export interface Control {
  /** Reads on from nothing: "without the policy x of y". */
  readonly gone: string;
  readonly changes: readonly PolicyChange[];
  readonly opens?: readonly string[];
  readonly shuts?: readonly string[];
}

const alpha = ['rank', 'otherJob'];
const everyProject = [...alpha, 'beta'];
const guardless = ['unguarded', 'vault'];
const named = (places: readonly string[], ...targets: string[]): string[] =>
  places.flatMap((place) => targets.map((target) => `${place}: ${target}`));

/** Each policy that stands for something here. A policy whose loss changed nothing would be no control, or not be tested. */
const policies: readonly (PolicyName & Pick<Control, 'opens' | 'shuts'>)[] = [
  {
    // The ranks of a job of several nodes are shut by its peers' policy too: what this alone covers is the lonely job.
    namespace: 'ml-alpha',
    name: 'default-deny',
    opens: named(guardless, "another job's rank"),
  },
  { namespace: 'ml-beta', name: 'default-deny', opens: named(guardless, "beta's rank") },
  { namespace: 'ml-alpha', name: 'reach--peers', shuts: named(['rank'], 'rank 1') },
  { namespace: 'ml-alpha', name: 'use-tracking', shuts: named(alpha, 'tracking, by pod', 'tracking, by name') },
  { namespace: 'ml-alpha', name: 'use-data-lake', shuts: named(alpha, 'data lake') },
  {
    // Without DNS no name leads anywhere.
    namespace: 'ml-alpha',
    name: 'allow-dns',
    shuts: named(alpha, 'cluster DNS', 'tracking, by name'),
  },
  { namespace: 'ml-alpha', name: 'allow-cloud-endpoints', shuts: named(alpha, 'cloud endpoint') },
  { namespace: 'ml-alpha', name: 'allow-pod-identity', shuts: named(alpha, 'Pod Identity agent') },
  {
    // The service's own side: who may come, and what it asks.
    namespace: 'ml-platform',
    name: 'ml-tracking-access',
    shuts: [...named(everyProject, 'tracking, by pod', 'tracking, by name'), ...named(['tracking'], 'cluster DNS')],
  },
];

/** Every pod of every namespace. */
const anybody: k8s.NetworkPolicyPeer = { namespaceSelector: {} };

const ofAlpha = (name: string, edit: Required<PolicyChange>['edit']): PolicyChange => ({
  namespace: 'ml-alpha',
  name,
  edit,
});

const fence = (edit: Required<PolicyChange>['edit']): PolicyChange => ({
  namespace: 'ml-platform',
  name: 'ml-tracking-access',
  edit,
});

/** What the policies pin: each is there, with one word missing. */
const pins: readonly Control[] = [
  {
    gone: "with DNS not pinned to the cluster's namespace",
    changes: [
      ofAlpha(
        'allow-dns',
        outward(({ to }) => to?.forEach((peer) => (peer.namespaceSelector = {}))),
      ),
    ],
    opens: named(alpha, 'a DNS server of a stranger'),
  },
  {
    gone: "with the service not pinned to its pods' labels",
    changes: [
      ofAlpha(
        'use-tracking',
        outward(({ to }) => to?.forEach((peer) => delete peer.podSelector)),
      ),
    ],
    opens: named(alpha, 'a pod beside tracking'),
  },
  {
    // Either side's port would do: alone, none of the two is missed.
    gone: "with neither the project's policy nor the service's own pinned to its port",
    changes: [ofAlpha('use-tracking', outward(withoutPorts)), fence(inward(withoutPorts))],
    opens: named(alpha, 'tracking, another port'),
  },
  {
    gone: "with the service's own policy open to every namespace",
    changes: [fence(inward((rule) => (rule.from = [anybody])))],
    opens: named(guardless, 'tracking, by pod', 'tracking, by name'),
  },
  {
    gone: 'with the cloud endpoints not pinned to their port',
    changes: [ofAlpha('allow-cloud-endpoints', outward(withoutPorts))],
    opens: named(alpha, 'cloud endpoint, another port'),
  },
  {
    gone: 'with the Pod Identity agent not pinned to its port',
    changes: [ofAlpha('allow-pod-identity', outward(withoutPorts))],
    opens: named(alpha, 'Pod Identity agent, another port'),
  },
  {
    gone: 'with a policy of somebody else that lets every pod of alpha out',
    changes: [ofAlpha('use-tracking', (spec) => (spec.egress = [{}]))],
    // What others shut themselves stays shut.
    opens: named(
      alpha,
      'a pod beside tracking',
      'production vault, by pod',
      'production vault, by name',
      'a pod without any policy',
      'a DNS server of a stranger',
      'API server',
      'API server, by Service',
      "rank 0's kubelet",
      'instance metadata',
      'Pod Identity agent, another port',
      'cloud endpoint, another port',
      'a host of the internet',
    ),
  },
];

/** Everything that is taken away, one after the other. */
export const controls: readonly Control[] = [
  ...policies.map(({ namespace, name, ...effect }) => ({
    gone: `without the policy ${name} of ${namespace}`,
    changes: [{ namespace, name }],
    ...effect,
  })),
  ...pins,
];

function outward(edit: (rule: k8s.NetworkPolicyEgressRule) => void): (spec: k8s.NetworkPolicySpec) => void {
  return ({ egress }) => egress?.forEach(edit);
}

function inward(edit: (rule: k8s.NetworkPolicyIngressRule) => void): (spec: k8s.NetworkPolicySpec) => void {
  return ({ ingress }) => ingress?.forEach(edit);
}

function withoutPorts(rule: { ports?: unknown }): void {
  delete rule.ports;
}
