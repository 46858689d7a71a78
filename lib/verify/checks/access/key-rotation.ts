import { KEY } from '../../access/facts/key-resources';
import { knownText } from '../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import { UNKNOWN } from '../../input/pulumi/wire-value';
import type { Check } from '../check';
import { eachPlanned } from '../planned-resources';
import { fails, inputPlace, notKnown, type Problem } from '../../problem';

export const keyRotation: Check = {
  id: 'access/key-rotation',
  title: 'Keys of the platform renew their material every year',
  why: 'What one material encrypts grows without end otherwise, and all of it is lost with it.',
  stops: ['A2'],
  control: 'enableKeyRotation of every symmetric key that KMS made',
  fix: 'set enableKeyRotation: true of the key',
  *judge(evidence) {
    yield* eachPlanned(evidence, KEY, (key) => (canRotate(key) ? rotationProblems(key) : undefined));
  },
};

/** KMS rotates symmetric keys for encryption only, whose material lies with itself (https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html). */
function canRotate(key: PlannedResource): boolean {
  const use = knownText(propertyOf(key, 'keyUsage')) ?? 'ENCRYPT_DECRYPT';
  const spec = knownText(propertyOf(key, 'customerMasterKeySpec')) ?? 'SYMMETRIC_DEFAULT';
  return use === 'ENCRYPT_DECRYPT' && spec === 'SYMMETRIC_DEFAULT' && propertyOf(key, 'customKeyStoreId') === undefined;
}

function rotationProblems(key: PlannedResource): readonly Problem[] {
  const rotates = propertyOf(key, 'enableKeyRotation');
  const at = inputPlace(key, 'enableKeyRotation');
  if (rotates === UNKNOWN) return [notKnown('whether it rotates is not known in the plan', { at })];
  return rotates === true ? [] : [fails('keeps its material for ever', { at })];
}
