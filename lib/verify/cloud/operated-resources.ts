import { annotationsOf, type KubernetesObject } from '../input/kubernetes-object';
import { ownValue } from '../record';
import { serviceOfGroup } from './cloud-operators';
import { mayGive } from './giving-services';

/** A resource of the cloud that an operator in the cluster makes of an object, and that no evaluator reads. */
export interface OperatedResource {
  readonly object: KubernetesObject;
  /** Whether it gives rights or data, or makes nodes. */
  readonly gives: 'rights' | 'nodes';
  /** What it does, and what would have to be known. */
  readonly what: string;
}

/** Kinds that make nodes, by service. */
const NODES: Readonly<Record<string, RegExp>> = {
  autoscaling: /./,
  ec2: /^(?:Instance|LaunchTemplate|Fleet|SpotFleetRequest|SpotInstanceRequest)$/,
  eks: /^Node[gG]roup$/,
  sagemaker: /^Cluster$/,
};

/** Those in files. */
export function operatedResources(objects: readonly KubernetesObject[]): readonly OperatedResource[] {
  return objects.flatMap((object) => operatedResource(object) ?? []);
}

/** What an operator makes of an object; undefined if none does, or if it only looks at what is there. */
export function operatedResource(object: KubernetesObject): OperatedResource | undefined {
  const service = serviceOfGroup(object.group);
  if (service === undefined || !mayGive(service, object.kind) || isOnlySeen(object)) return undefined;
  const made = 'is made in the cloud by an operator of the cluster';
  return makesNodes(service, object.kind)
    ? { object, gives: 'nodes', what: `${made}, and which labels and taints nodes have by it is not read` }
    : { object, gives: 'rights', what: `${made}, and which rights or data it gives is not read` };
}

function makesNodes(service: string, kind: string): boolean {
  return ownValue(NODES, service)?.test(kind) === true;
}

/**
 * Whether an operator may look at the resource alone (https://docs.crossplane.io/latest/managed-resources/managed-resources/,
 * https://aws-controllers-k8s.github.io/community/docs/user-docs/features/).
 */
export function isOnlySeen({ field }: KubernetesObject): boolean {
  const policies = field.at('spec', 'managementPolicies')?.value;
  const isObserved = Array.isArray(policies) && policies.length > 0 && policies.every((policy) => policy === 'Observe');
  return isObserved || annotationsOf(field.get('metadata')).get('services.k8s.aws/read-only') === 'true';
}
