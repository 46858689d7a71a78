import { platform } from '../../../../examples/document-1/platform';
import type { Loose } from '../example';
import { given, GROUP } from './given-rights';
import { turnedByPlan, withPlan, type LoosePlan } from '../planned-example';

withPlan();

const PRINCIPAL = 'arn:aws:iam::111122223333:role/science';
const [ALPHA, BETA] = ['ml:alpha:scientists', 'ml:beta:viewers'] as const;

function entry(plan: LoosePlan, principalArn: string, kubernetesGroups: readonly string[], name = 'science'): void {
  plan.resources.push({
    urn: `urn:pulumi:dev::training-cluster::aws:eks/accessEntry:AccessEntry::${name}`,
    type: 'aws:eks/accessEntry:AccessEntry',
    custom: true,
    inputs: { clusterName: 'ml', principalArn, kubernetesGroups },
  });
}

function policy(plan: LoosePlan, name: string, namespaces: readonly string[]): void {
  plan.resources.push({
    urn: 'urn:pulumi:dev::training-cluster::aws:eks/accessPolicyAssociation:AccessPolicyAssociation::science',
    type: 'aws:eks/accessPolicyAssociation:AccessPolicyAssociation',
    custom: true,
    inputs: {
      clusterName: 'ml',
      principalArn: PRINCIPAL,
      policyArn: `arn:aws:eks::aws:cluster-access-policy/${name}`,
      accessScope: { type: 'namespace', namespaces },
    },
  });
}

const administrators = given(
  { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
  { subject: { kind: 'Group', name: platform.adminGroup, apiGroup: GROUP } },
);

test.each<[string, readonly string[], (plan: LoosePlan, objects: Loose[]) => void]>([
  ['groups of one project', [], (p) => entry(p, PRINCIPAL, [ALPHA])],
  ['groups of two projects', ['authority/across-projects'], (p) => entry(p, PRINCIPAL, [ALPHA, BETA])],
  [
    'a group of a project, and one of the platform',
    ['authority/across-projects', 'authority/administrators'],
    (p, objects) => {
      entry(p, PRINCIPAL, [ALPHA, platform.adminGroup]);
      objects.push(...administrators);
    },
  ],
  [
    'a group of a project, and an access policy of another',
    ['authority/across-projects'],
    (p) => {
      entry(p, PRINCIPAL, [ALPHA]);
      policy(p, 'AmazonEKSViewPolicy', ['ml-beta']);
    },
  ],
  [
    'groups of two projects by two entries',
    ['authority/across-projects'],
    (p) => {
      entry(p, PRINCIPAL, [ALPHA]);
      entry(p, PRINCIPAL, [BETA], 'another');
    },
  ],
  [
    'groups of two projects, as an administrator of the description',
    [],
    (p) => entry(p, 'arn:aws:iam::111122223333:role/platform-admin', [ALPHA, BETA]),
  ],
])('a principal of the cloud has %s', (_, expected, change) => {
  // Whom the description does not name has a check of its own.
  expect(turnedByPlan(change).filter((id) => id !== 'authority/members-named')).toEqual(expected);
});
