import { UNKNOWN_TEXT } from '../../../../lib/model/pulumi-marks';
import { turnedTo, withPlan, type LoosePlan, turnedByPlan } from '../planned-example';
import type { Loose } from '../example';

withPlan();

const urn = (plan: LoosePlan, kind: string, name: string): string => plan.resource(kind, name).urn;
const system = (plan: LoosePlan): Loose => plan.inputs('LustreFileSystem', 'alpha');
const squash = (plan: LoosePlan): Loose => system(plan).rootSquashConfiguration;

/** A file system of Lustre that lets in the nodes of alpha. */
const withLustre = (change: (plan: LoosePlan) => void) => (plan: LoosePlan) => {
  const group = plan.copy('SecurityGroup', 'p4d-access', 'lustre');
  const rule = plan.copy('SecurityGroupIngressRule', 'p4d-alpha-from-itself', 'lustre-from-alpha');
  Object.assign(rule.propertyDependencies, {
    securityGroupId: [group.urn],
    referencedSecurityGroupId: [urn(plan, 'SecurityGroup', 'p4d-alpha')],
  });
  plan.resources.push({
    urn: 'urn:pulumi:dev::training-cluster::aws:fsx/lustreFileSystem:LustreFileSystem::alpha',
    type: 'aws:fsx/lustreFileSystem:LustreFileSystem',
    custom: true,
    inputs: { rootSquashConfiguration: { rootSquash: '1000:1000' }, securityGroupIds: [group.inputs.vpcId] },
    outputs: { id: 'fs-0123456789abcdef0' },
    propertyDependencies: { securityGroupIds: [group.urn] },
  });
  change(plan);
};

const of =
  (project: string, more: object = {}) =>
  (plan: LoosePlan): void =>
    void Object.assign(system(plan), { tags: { 'training-isolation/project': project }, ...more });

const association = (dataRepositoryPath: string) => (plan: LoosePlan) => {
  of('alpha')(plan);
  const type = 'aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation';
  plan.resources.push({
    urn: `urn:pulumi:dev::training-cluster::${type}::alpha`,
    type,
    custom: true,
    inputs: { fileSystemId: 'fs-0123456789abcdef0', fileSystemPath: '/data', dataRepositoryPath },
    outputs: {},
    propertyDependencies: {},
  });
};

const FAILS = ['storage/file-systems fail'];
const UNKNOWN = ['storage/file-systems unknown'];

test.each<[string, readonly string[], (plan: LoosePlan) => void]>([
  ['of one project', [], () => undefined],
  ['of the project whose nodes it lets in', [], of('alpha')],
  ['of another project than that whose nodes it lets in', FAILS, of('beta')],
  ['that trusts root', FAILS, (p) => delete system(p).rootSquashConfiguration],
  ['that makes root to root, in other figures', FAILS, (p) => (squash(p).rootSquash = '00:0')],
  ['that makes the group of root to that of root', FAILS, (p) => (squash(p).rootSquash = '1000:0')],
  ['that trusts root of some clients', FAILS, (p) => (squash(p).noSquashNids = ['10.0.[0-255].[0-255]@tcp'])],
  ['that trusts root of no client', [], (p) => (squash(p).noSquashNids = [])],
  ['in a group that is not in the plan as well', UNKNOWN, (p) => system(p).securityGroupIds.push('sg-0fedcba98765')],
  ['filled from its own part of a bucket', [], of('alpha', { importPath: 's3://training-data-bucket/ml-alpha' })],
  ['filled from a folder of it', [], association('s3://training-data-bucket/ml-alpha/images/')],
  ['filled from the part of another project', FAILS, association('s3://training-data-bucket/ml-beta/')],
  ['filled from a whole bucket', FAILS, association('s3://training-data-bucket')],
  [
    'that is written to the part of another project',
    FAILS,
    of('alpha', { exportPath: 's3://model-checkpoints/ml-beta' }),
  ],
  ['that is written to another bucket', UNKNOWN, of('alpha', { exportPath: 's3://elsewhere/x' })],
  [
    'of nobody that is known, filled from the part of a project',
    UNKNOWN,
    (p) => (system(p).importPath = 's3://training-data-bucket/ml-alpha/'),
  ],
  [
    'that lets in two projects',
    FAILS,
    (p) => {
      const { propertyDependencies } = p.copy('SecurityGroupIngressRule', 'lustre-from-alpha', 'lustre-from-beta');
      propertyDependencies.referencedSecurityGroupId = [urn(p, 'SecurityGroup', 'p4d-beta')];
    },
  ],
  [
    'that lets in addresses',
    FAILS,
    (p) => {
      const { inputs, propertyDependencies } = p.copy('SecurityGroupIngressRule', 'lustre-from-alpha', 'lustre-all');
      delete inputs.referencedSecurityGroupId;
      delete propertyDependencies.referencedSecurityGroupId;
      inputs.cidrIpv4 = '10.0.0.0/8';
    },
  ],
])('a file system beside the nodes %s', (_, expected, change) => {
  expect(turnedTo(withLustre(change))).toEqual(expected);
});

/** Nodes of a group are let out to the file system. */
const letOut = (plan: LoosePlan, nodes: string): void => {
  const rule = plan.copy('SecurityGroupEgressRule', 'p4d-alpha-to-itself', 'to-lustre');
  Object.assign(rule.propertyDependencies, {
    securityGroupId: [urn(plan, 'SecurityGroup', nodes)],
    referencedSecurityGroupId: [urn(plan, 'SecurityGroup', 'lustre')],
  });
};

test.each<[string, readonly string[], (plan: LoosePlan) => void]>([
  ['of their project', [], (p) => letOut(p, 'p4d-alpha')],
  ['of their project by its tag too', [], (p) => (letOut(p, 'p4d-alpha'), of('alpha')(p))],
  [
    'of another project by its tag',
    ['node/own-security-group', 'storage/file-systems'],
    (p) => (letOut(p, 'p4d-alpha'), of('beta')(p)),
  ],
  ['of another project by whom it lets in', ['node/own-security-group'], (p) => letOut(p, 'p4d-beta')],
  [
    'that has its group in common with a machine',
    ['node/own-security-group'],
    (p) => {
      letOut(p, 'p4d-alpha');
      const type = 'aws:ec2/instance:Instance';
      p.resources.push({
        urn: `urn:pulumi:dev::training-cluster::${type}::added`,
        type,
        custom: true,
        inputs: { ami: 'ami-1', vpcSecurityGroupIds: [UNKNOWN_TEXT] },
        propertyDependencies: { vpcSecurityGroupIds: [urn(p, 'SecurityGroup', 'lustre')] },
      });
    },
  ],
  [
    'whose group has no file system any more',
    ['node/own-security-group'],
    (p) => {
      letOut(p, 'p4d-alpha');
      p.remove('LustreFileSystem', 'alpha');
    },
  ],
])('nodes are let out to a file system %s', (_, expected, change) => {
  expect(turnedByPlan(withLustre(change))).toEqual(expected);
});
