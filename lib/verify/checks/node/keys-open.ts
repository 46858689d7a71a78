import { viaService, type Place } from '../../../model/aws/arn';
import { decide } from '../../access/decision';
import { missingTexts } from '../../access/missing';
import type { Role } from '../../access/facts/role';
import type { Policy } from '../../access/policy/policy';
import { roleContext } from '../../access/role-context';
import { supposedRole } from '../../access/supposed-role';
import { keyArn, namedKey, outOfUse } from '../../cloud/key';
import type { Evidence } from '../../evidence';
import type { PlanLinks } from '../../input/pulumi/plan-links';
import { knownField, knownList } from '../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import type { Check } from '../check';
import { cloudUnknown } from '../cloud-unknown';
import { fails, inputPlace, notKnown, resourceSubject, type Problem } from '../../problem';
import { CLUSTER, LAUNCH_TEMPLATE } from '../../input/pulumi/resource-types';

export const keysOpen: Check = {
  id: 'node/keys-open',
  title: 'The keys of disks and of Secrets open for whoever launches nodes and makes the cluster',
  why: 'An instance whose disk nobody may open ends before it joins; a cluster without a grant of its key is not made.',
  stops: [],
  control: 'key policies: the service-linked role of EC2 Auto Scaling through EC2, grants for the control plane',
  fix: 'let AWSServiceRoleForAutoScaling use the key of the volumes through EC2, and the account make grants of that of the Secrets',
  positive: true,
  *judge(evidence) {
    const { plans, cloud } = evidence;
    for (const links of plans) {
      const templates = links.of(LAUNCH_TEMPLATE).filter(namesKey);
      const clusters = links.of(CLUSTER).filter((cluster) => propertyOf(cluster, 'encryptionConfig'));
      for (const resource of [...templates, ...clusters]) {
        const { place } = cloud;
        const problems =
          place === undefined ? [cloudUnknown('region or account')] : keyProblems(evidence, links, resource, place);
        yield { subject: resourceSubject(resource), problems };
      }
    }
  },
};

function namesKey(template: PlannedResource): boolean {
  return knownList(propertyOf(template, 'blockDeviceMappings')).some(
    (mapping) => knownField(knownField(mapping, 'ebs'), 'kmsKeyId') !== undefined,
  );
}

/** Somebody who has to use a key, and how. */
interface User {
  readonly role: Role;
  readonly actions: readonly string[];
  readonly context: readonly (readonly [string, string])[];
}

function keyProblems(
  { access }: Evidence,
  links: PlanLinks,
  resource: PlannedResource,
  place: Place,
): readonly Problem[] {
  const isCluster = resource.type === CLUSTER;
  const property = isCluster ? 'encryptionConfig' : 'blockDeviceMappings';
  const at = inputPlace(resource, property);
  const key = namedKey(links, access, resource, property);
  if (key.kind === 'unknown') return [notKnown(key.missing, { at })];
  // The policy that KMS gives a key leaves it to IAM, which serves people and nobody's service.
  if (key.kind !== 'known')
    return isCluster ? [] : [fails('the key of its disks has no policy that names EC2 Auto Scaling', { at })];
  const idle = outOfUse(key.key);
  if (idle !== undefined) return [fails(`its key ${key.key.name} ${idle}`, { at })];
  const user = isCluster ? whoMakesTheCluster(place, key.policy) : autoScaling(place);
  const arn = keyArn(place, key.key);
  const facts = { ...access, podIdentities: [], keys: new Map([[arn, key.policy]]) };
  const context = roleContext(user.role, []).with(user.context);
  return user.actions.flatMap((action): readonly Problem[] => {
    const { outcome, missing } = decide(facts, user.role, { action, resource: arn, context });
    if (outcome === 'allowed') return [];
    const what = `${action} with ${key.key.name}`;
    return outcome === 'unknown'
      ? [notKnown(`whether ${user.role.name} may ${what}; not known: ${missingTexts(missing)}`, { at })]
      : [fails(`${user.role.name} may not ${what}`, { at })];
  });
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html */
function autoScaling(place: Place): User {
  const path = '/aws-service-role/autoscaling.amazonaws.com/';
  const uses = ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKeyWithoutPlaintext', 'DescribeKey'];
  return {
    role: supposedRole('AWSServiceRoleForAutoScaling', place.account, { partition: place.partition, path }),
    actions: [...uses, 'CreateGrant'].map((name) => `kms:${name}`),
    context: [
      ['kms:ViaService', viaService(place, 'ec2')],
      ['kms:GrantIsForAWSResource', 'true'],
    ],
  };
}

/**
 * EKS makes its grant in the name of whoever makes the cluster, and does not say that it is for a resource of AWS
 * (https://docs.aws.amazon.com/eks/latest/userguide/create-cluster.html). Who that is and what IAM gives it no plan shows:
 * asked is whether the key lets anybody of the account whom IAM allows everything.
 */
function whoMakesTheCluster(place: Place, everything: Policy): User {
  return {
    role: supposedRole('whoever makes the cluster', place.account, { partition: place.partition, everything }),
    actions: ['kms:CreateGrant', 'kms:DescribeKey'],
    context: [['kms:GrantIsForAWSResource', 'false']],
  };
}
