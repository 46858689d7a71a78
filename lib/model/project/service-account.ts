import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { objectNameFaults } from '../names';

/** Name of the service account of training pods, one a namespace. */
export const SERVICE_ACCOUNT = 'train';

/** Account in a project's namespace that the External Secrets operator impersonates: it reads what training may not. */
export const SECRETS_READER = 'secrets-reader';

const RESERVED: Readonly<Record<string, string>> = {
  default: 'every pod that names none runs as default: create one for training',
  [SECRETS_READER]:
    'it reads the secret store of the project, and training code would with it: create one for training',
};

/** Faults of an account that training pods run as. */
export function serviceAccountFaults(name: string | undefined, path: string): Fault[] {
  if (name === undefined || !Object.hasOwn(RESERVED, name))
    return objectNameFaults(name, path, 'the name of a ServiceAccount');
  return [{ path, given: shown(name), allowed: 'a service account of training pods alone', fix: RESERVED[name] ?? '' }];
}

/** The annotation that names the role of an account (https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html). */
export const ROLE_ANNOTATION = 'eks.amazonaws.com/role-arn';
