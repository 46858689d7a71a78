import * as v from 'valibot';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { shape, text, type Draft } from '../fault/shape';

/** Every weakening has a reason: who reads the output later must not have to ask. */
export interface Weakening {
  /** Why this is acceptable here, in one line of at least ten characters. It is written into the output. */
  readonly reason: string;
}

export const weakeningShape = shape<Weakening>({ reason: text });
export const optionalWeakening = v.optional(weakeningShape);

/** All weakenings by their id, with what each gives away. Ids are stable: baselines and reports refer to them. */
export const RISKS = {
  'shared-pool':
    'projects share nodes, device plugin and EFA security group: an escape from one lands beside the other',
  'spot-capacity': 'two minutes of notice are shorter than the checkpoint of a multi-node job',
  'network-starts-open': 'pods reach everything until their policies are attached, one or two seconds after the start',
  'service-without-tenancy': 'projects meet in a shared service that tells nobody apart',
  'internet-egress': 'training code can send data to any address',
  'internet-route': 'nodes have a way to the internet: what a policy forgets, the network no longer stops',
  'public-api-endpoint': 'the API server answers on the internet',
  'node-access': 'whoever may open a session on a node reads every pod on it',
  'open-node-ports': 'a training pod reaches every NodePort service through its own node, past its policies',
  'bucket-keys': 'KMS tells no projects apart: only the policies of bucket and role do',
  'shared-role': 'one role serves all projects: one fault in it reaches all of them',
  'checkpoint-readers': 'another role reads what training code wrote',
  'kubernetes-api-egress': "training code can reach the cluster's API server",
  'project-debuggers': 'a group may open shells in the training pods of its own project',
  'policy-exception': 'one admission rule does not judge this work',
  'cluster-admins': 'a group holds every right in the cluster',
  'writable-root-filesystem': 'code can change the container it runs in',
  'mutable-image': 'the image behind a tag can be replaced without a change here',
  'service-account-token': "the pod holds a token for the cluster's API server",
} as const;

/** Id of a weakening, a key of {@link RISKS}. */
export type RiskId = keyof typeof RISKS;

/** A weakening as the model carries it: what, where in the input, and why. */
export interface AcceptedRisk extends Weakening {
  /** Which weakening it is; {@link RISKS} says what it gives away. */
  readonly id: RiskId;
  /** Path in the input that accepted it, such as `projects[0].unsafe.internet`. */
  readonly path: string;
}

export function weakeningFaults(weakening: Draft<Weakening> | undefined, path: string): Fault[] {
  const reason = weakening?.reason;
  if (reason === undefined) return [];
  if (reason.trim().length >= 10 && !/[\r\n]/.test(reason)) return [];
  return [
    {
      path: `${path}.reason`,
      given: shown(reason),
      allowed: 'one line of at least ten characters',
      fix: 'say why this is acceptable here; it is written into the output',
    },
  ];
}

/** The value of the accepted-risk annotation: ids sorted, so that equal input gives equal bytes; every reason of each. */
export function acceptedRiskAnnotation(risks: readonly Pick<AcceptedRisk, 'id' | 'reason'>[]): string {
  const ids = [...new Set(risks.map(({ id }) => id))].sort();
  const reasonsOf = (of: RiskId): string =>
    [...new Set(risks.filter(({ id }) => id === of).map(({ reason }) => reason))].join('; ');
  return JSON.stringify(Object.fromEntries(ids.map((id) => [id, reasonsOf(id)])));
}
