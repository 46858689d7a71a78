import { nameInArn } from '../../../model/aws/arn';
import { EKSCTL_CONFIG } from '../../input/eksctl-config';
import { itemsIn } from '../../input/field';
import type { Inputs } from '../../input/inputs';
import { isKind } from '../../input/kubernetes-object';
import type { PodIdentity } from './role';

/** Keys of an association that say no more than who gets which role. */
const PLAIN: ReadonlySet<string> = new Set([
  'namespace',
  'serviceAccountName',
  'createServiceAccount',
  'roleARN',
  'tags',
]);

/**
 * Associations of a configuration of eksctl with roles that are there already
 * (https://docs.aws.amazon.com/eks/latest/eksctl/pod-identity-associations.html). A role that eksctl makes is not read.
 */
export function eksctlIdentities({ objects }: Pick<Inputs, 'objects'>): readonly PodIdentity[] {
  return objects
    .filter((object) => isKind(object, ...EKSCTL_CONFIG))
    .flatMap(({ field }) =>
      itemsIn(field, 'iam', 'podIdentityAssociations').flatMap((item): readonly PodIdentity[] => {
        const [namespace, serviceAccount, roleArn] = ['namespace', 'serviceAccountName', 'roleARN'].map((key) =>
          item.get(key)?.text(),
        );
        if (namespace === undefined || serviceAccount === undefined || roleArn === undefined) return [];
        if (item.entries().some(([key]) => !PLAIN.has(key))) return [];
        return [
          {
            cluster: field.at('metadata', 'name')?.text(),
            namespace,
            serviceAccount,
            role: nameInArn(roleArn),
            roleArn,
            sessionTags: true,
            session: undefined,
          },
        ];
      }),
    );
}
