import type { Platform } from '../../model';
import { accountOfArn, nameInArn } from '../../model/aws/arn';

/** A role that the description lets past the fence of a bucket. */
export interface DescribedRole {
  readonly arn: string;
  readonly name: string;
  /** Administrators have the cluster as well; the others read or fill one kind of bucket. */
  readonly isAdministrator: boolean;
}

/** Administrators, loaders of data, readers of checkpoints. */
export function rolesOfDescription(platform: Platform | undefined): readonly DescribedRole[] {
  const { administrators = [], dataLoaders = [], checkpointReaders = [] } = platform?.aws?.access ?? {};
  const others = [...dataLoaders, ...checkpointReaders.map(({ role }) => role)];
  return [...new Set([...administrators, ...others])].map((arn) => ({
    arn,
    name: nameInArn(arn),
    isAdministrator: administrators.includes(arn),
  }));
}

/** Whether a name, or an ARN with whatever path, means a described role: an account has each name once. */
export function isDescribedRole({ arn, name }: DescribedRole, given: string): boolean {
  const account = accountOfArn(given);
  return nameInArn(given) === name && (account === undefined || account === accountOfArn(arn));
}
