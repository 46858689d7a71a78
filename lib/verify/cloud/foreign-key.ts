import { accountOfArn } from '../../model/aws/arn';

/** What it means that a key, given by its ARN, is of another account; undefined for one of the own, or of nobody known. */
export function foreignKey(key: string | undefined, account: string | undefined): string | undefined {
  const owner = accountOfArn(key ?? '');
  return account === undefined || owner === undefined || owner === account
    ? undefined
    : `is encrypted with a key of account ${owner}, which opens it for whom it likes and shuts it`;
}
