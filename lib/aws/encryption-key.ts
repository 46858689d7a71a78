import * as kms from '@pulumi/aws/kms';
import type * as pulumi from '@pulumi/pulumi';
import { documentText, type PolicyDocument } from '../model/iam';

export interface EncryptionKey {
  readonly key: kms.Key;
  readonly alias: kms.Alias;
}

/** A key that turns every year, with the alias that policies name it by. */
export function encryptionKey(
  name: string,
  alias: string,
  description: string,
  policy: PolicyDocument,
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): EncryptionKey {
  const key = new kms.Key(
    name,
    // A deleted key is a deleted data set: the longest time to think about it.
    { description, policy: documentText(policy), enableKeyRotation: true, deletionWindowInDays: 30, tags },
    opts,
  );
  return { key, alias: new kms.Alias(name, { name: alias, targetKeyId: key.keyId }, opts) };
}
