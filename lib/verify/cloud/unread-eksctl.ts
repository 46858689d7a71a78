import type { Field } from '../input/field';
import type { KubernetesObject } from '../input/kubernetes-object';
import type { ObjectIndex } from '../input/object-index';
import { unknownAddOn } from './known-add-ons';

/** Something in a configuration of eksctl that gives a role to pods or nodes, and that no evaluator reads. */
export interface UnreadRole {
  readonly object: KubernetesObject;
  readonly at: Field;
  /** What it does. */
  readonly what: string;
}

/** Keys of an add-on, and of `iam` of a node group, that say what a role may do, or which one it is. */
const OF_ADD_ON = [
  'serviceAccountRoleARN',
  'podIdentityAssociations',
  'attachPolicyARNs',
  'attachPolicy',
  'wellKnownPolicies',
];
const OF_NODES = ['instanceRoleARN', 'instanceProfileARN', 'attachPolicyARNs', 'attachPolicy', 'withAddonPolicies'];

/**
 * The roles that eksctl makes or gives
 * (https://github.com/eksctl-io/eksctl/blob/main/userdocs/src/usage/pod-identity-associations.md, `iamserviceaccounts.md`,
 * `addons.md`, `iam-policies.md` beside it).
 */
export function unreadRoles(objects: ObjectIndex): readonly UnreadRole[] {
  return objects
    .ofKind('eksctl.io', 'ClusterConfig')
    .flatMap((object) => [...rolesIn(object.field)].map((found) => ({ object, ...found })));
}

function* rolesIn(config: Field): Generator<Omit<UnreadRole, 'object'>> {
  const iam = config.get('iam');
  for (const key of ['serviceAccounts', 'podIdentityAssociations'])
    for (const at of iam?.get(key)?.items() ?? [])
      yield { at, what: 'gives an account a role by eksctl, and what that may do is not read: show it in a plan' };
  for (const addOn of config.get('addons')?.items() ?? []) {
    const what = unknownAddOn(addOn.get('name')?.text());
    if (what !== undefined) yield { at: addOn.get('name') ?? addOn, what };
    for (const at of OF_ADD_ON.flatMap((key) => addOn.get(key) ?? []))
      yield {
        at,
        what: `gives add-on ${addOn.get('name')?.text() ?? ''} a role by eksctl, and what that may do is not read`,
      };
  }
  for (const key of ['nodeGroups', 'managedNodeGroups'])
    for (const group of config.get(key)?.items() ?? [])
      for (const at of OF_NODES.flatMap((name) => group.at('iam', name) ?? []))
        yield {
          at,
          what: `says which role nodes of ${group.get('name')?.text() ?? ''} have, and what that may do is not read`,
        };
  for (const at of config.get('fargateProfiles')?.items() ?? [])
    yield { at, what: 'runs pods on Fargate by eksctl, which is not judged' };
}
