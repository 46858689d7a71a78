import type { Platform } from '../../model';
import type { Field } from '../input/field';
import { fieldsBelow } from '../input/fields-below';
import { isKind, type KubernetesObject } from '../input/kubernetes-object';
import { serviceAccountOf } from '../workload/account';
import { describedProject } from './described-project';
import type { TrainingScope } from './training-scope';

/** API group of the External Secrets operator. */
export const EXTERNAL_SECRETS = 'external-secrets.io';

interface ReaderSources {
  readonly objects: readonly KubernetesObject[];
  readonly platform: Platform | undefined;
  readonly scope: TrainingScope;
}

/**
 * What tells the accounts as which the External Secrets operator reads stores for projects: a store names them
 * (https://external-secrets.io/latest/provider/aws-access/), and no pod of the namespace runs as them. Where it is not
 * known as whom training runs, any account may be its own.
 */
export function storeReaders({ objects, platform, scope }: ReaderSources): (of: AccountName) => boolean {
  const named = new Set(objects.flatMap(accountsOfStore));
  return (account) => {
    const { namespace } = account;
    if (!named.has(nameOf(account))) return false;
    const own = describedProject(platform, namespace)?.serviceAccount;
    const run = (scope.find(namespace)?.workloads ?? []).map(({ spec }) =>
      spec === undefined ? undefined : serviceAccountOf(spec).name,
    );
    const training = [...(own === undefined ? [] : [own]), ...run];
    return training.length > 0 && !training.includes(undefined) && !training.includes(account.serviceAccount);
  };
}

interface AccountName {
  readonly namespace: string;
  readonly serviceAccount: string;
}

const nameOf = ({ namespace, serviceAccount }: AccountName): string => `${namespace}/${serviceAccount}`;

/** Accounts that a store names; one of the whole cluster says of which namespace. */
function accountsOfStore(object: KubernetesObject): readonly string[] {
  const ofCluster = isKind(object, EXTERNAL_SECRETS, 'ClusterSecretStore');
  if (!ofCluster && !isKind(object, EXTERNAL_SECRETS, 'SecretStore')) return [];
  return referencesIn(object.field.at('spec', 'provider')).flatMap((reference) => {
    const namespace = ofCluster ? reference.get('namespace')?.value : object.namespace;
    const serviceAccount = reference.get('name')?.value;
    return typeof namespace === 'string' && typeof serviceAccount === 'string'
      ? [nameOf({ namespace, serviceAccount })]
      : [];
  });
}

/** Each provider has its own way to `serviceAccountRef`. */
function referencesIn(provider: Field | undefined): readonly Field[] {
  return [...fieldsBelow(provider)].filter(({ key }) => key === 'serviceAccountRef').map(({ field }) => field);
}
