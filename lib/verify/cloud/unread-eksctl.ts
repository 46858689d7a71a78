import type { AccessFacts } from '../access/facts/role';
import { EKSCTL_CONFIG, nodeGroupsIn } from '../input/eksctl-config';
import { itemsIn, type Field } from '../input/field';
import type { KubernetesObject } from '../input/kubernetes-object';
import type { ObjectIndex } from '../input/object-index';
import { isRecord } from '../record';
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
 * The roles that eksctl makes, and those that it gives and the input does not show
 * (https://github.com/eksctl-io/eksctl/blob/main/userdocs/src/usage/pod-identity-associations.md, `iamserviceaccounts.md`,
 * `addons.md`, `iam-policies.md` beside it).
 */
export function unreadRoles(objects: ObjectIndex, access: AccessFacts): readonly UnreadRole[] {
  const shown = new Set<unknown>(access.roles.flatMap(({ arn }) => arn ?? []));
  const associated = access.podIdentities.filter(({ roleArn }) => shown.has(roleArn));
  const isRead = ({ value }: Field): boolean =>
    isRecord(value)
      ? associated.some(
          ({ namespace, serviceAccount }) =>
            namespace === value['namespace'] && serviceAccount === value['serviceAccountName'],
        )
      : shown.has(value);
  return objects
    .ofKind(...EKSCTL_CONFIG)
    .flatMap((object) => [...rolesIn(object.field)].map((found) => ({ object, ...found })))
    .filter(({ at }) => !isRead(at));
}

function* rolesIn(config: Field): Generator<Omit<UnreadRole, 'object'>> {
  const iam = config.get('iam');
  for (const key of ['serviceAccounts', 'podIdentityAssociations'])
    for (const at of itemsIn(iam, key))
      yield {
        at,
        what: 'gives an account a role by eksctl, and what that may do is not read: show the role in a plan, or as the AWS CLI prints it',
      };
  for (const addOn of itemsIn(config, 'addons')) {
    const what = unknownAddOn(addOn.get('name')?.text());
    if (what !== undefined) yield { at: addOn.get('name') ?? addOn, what };
    for (const at of OF_ADD_ON.flatMap((key) => addOn.get(key) ?? []))
      yield {
        at,
        what: `gives add-on ${addOn.get('name')?.text() ?? ''} a role by eksctl, and what that may do is not read`,
      };
  }
  for (const group of nodeGroupsIn(config))
    for (const at of OF_NODES.flatMap((name) => group.at('iam', name) ?? []))
      yield {
        at,
        what: `says which role nodes of ${group.get('name')?.text() ?? ''} have, and what that may do is not read: show the role in a plan, or as the AWS CLI prints it`,
      };
  for (const at of itemsIn(config, 'fargateProfiles'))
    yield { at, what: 'runs pods on Fargate by eksctl, which is not judged' };
}
