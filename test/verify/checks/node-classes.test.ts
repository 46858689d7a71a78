import { App } from 'cdk8s';
import { definePlatform } from '../../../lib';
import { PlatformIsolation } from '../../../lib/kubernetes';
import { synthesize } from '../../../lib/testing';
import { platformProps } from '../../platform-props';
import { judged, object, type Loose } from './example';

const platform = definePlatform(
  platformProps({
    pools: [
      {
        name: 'p5',
        instanceType: 'p5.48xlarge',
        availabilityZone: 'us-west-2b',
        maxNodes: 16,
        provisioner: 'karpenter',
      },
    ],
  }),
);

/** The nodes of Karpenter that the library writes, and nothing else of the cloud. */
function written(): Loose[] {
  const app = new App();
  new PlatformIsolation(app, 'platform', { platform });
  return structuredClone(synthesize(app)) as Loose[];
}

function findings(change: (objects: Loose[]) => void): string[] {
  const objects = written();
  change(objects);
  return judged(objects, { platform, families: ['node'] }).results.flatMap(({ check, findings: found }) =>
    found.map(({ status, resource, message }) => `${check.id} ${status}: ${resource} ${message}`),
  );
}

const ALPHA = 'ml--p5--alpha';
const classOf = (objects: Loose[], name = ALPHA): Loose => object(objects, 'EC2NodeClass', name).spec;
const device = (objects: Loose[]): Loose => classOf(objects).blockDeviceMappings[0];

describe('nodes of Karpenter are judged by their classes, as those of a plan by their launch templates', () => {
  test('and what the library writes passes', () => {
    const { results, notJudged } = judged(written(), { platform, families: ['node'] });
    expect(results.filter(({ status }) => status === 'pass').map(({ check }) => check.id)).toEqual([
      'node/projects-apart',
      'node/metadata',
      'node/volumes',
    ]);
    expect(findings(() => undefined)).toEqual([]);
    expect(notJudged.map(({ family }) => family)).not.toContain('node');
  });

  test.each<[string, string, (objects: Loose[]) => void]>([
    [
      'without a demand for tokens',
      `node/metadata unknown: EC2NodeClass/${ALPHA} httpTokens is not set: the default of the installed Karpenter decides`,
      (o) => delete classOf(o).metadataOptions.httpTokens,
    ],
    [
      'that answer without a token',
      `node/metadata fail: EC2NodeClass/${ALPHA} httpTokens is optional: an answer needs no token`,
      (o) => (classOf(o).metadataOptions.httpTokens = 'optional'),
    ],
    [
      'without a hop limit',
      `node/metadata unknown: EC2NodeClass/${ALPHA} httpPutResponseHopLimit is not set: the default of the installed Karpenter decides`,
      (o) => delete classOf(o).metadataOptions.httpPutResponseHopLimit,
    ],
    [
      'whose tokens reach pods',
      `node/metadata fail: EC2NodeClass/${ALPHA} httpPutResponseHopLimit is 2: a token reaches the network of pods`,
      (o) => (classOf(o).metadataOptions.httpPutResponseHopLimit = 2),
    ],
    [
      'whose volumes say nothing of encryption',
      `node/volumes unknown: EC2NodeClass/${ALPHA} whether /dev/xvda is encrypted is left to the account`,
      (o) => delete device(o).ebs.encrypted,
    ],
    [
      'with an open volume',
      `node/volumes fail: EC2NodeClass/${ALPHA} /dev/xvda is not encrypted`,
      (o) => (device(o).ebs.encrypted = false),
    ],
    [
      'without devices',
      `node/volumes unknown: EC2NodeClass/${ALPHA} names no devices: the default of the installed Karpenter decides`,
      (o) => delete classOf(o).blockDeviceMappings,
    ],
  ])('%s', (_, finding, change) => {
    expect(findings(change)).toEqual([finding]);
  });

  test.each<[string, string, (objects: Loose[]) => void]>([
    [
      'of one profile',
      'instance profile',
      (o) => (classOf(o).instanceProfile = classOf(o, 'ml--p5--beta').instanceProfile),
    ],
    [
      'of one security group',
      'security groups',
      (o) => (classOf(o).securityGroupSelectorTerms = classOf(o, 'ml--p5--beta').securityGroupSelectorTerms),
    ],
    [
      'of one class',
      'EC2NodeClass',
      (o) => (object(o, 'NodePool', ALPHA).spec.template.spec.nodeClassRef.name = 'ml--p5--beta'),
    ],
  ])('two projects %s', (_, what, change) => {
    expect(findings(change)).toEqual(
      [
        ['alpha', 'beta'],
        ['beta', 'alpha'],
      ].map(
        ([own, other]) =>
          `node/projects-apart fail: NodePool/ml--p5--${own} has its ${what} in common with nodes of project ${other}`,
      ),
    );
  });

  test('a class that is not in the files is not known', () => {
    expect(findings((o) => void o.splice(o.indexOf(object(o, 'EC2NodeClass', ALPHA)), 1))).toEqual([
      `node/metadata unknown: NodePool/${ALPHA} EC2NodeClass ${ALPHA} is not in the files`,
      `node/volumes unknown: NodePool/${ALPHA} EC2NodeClass ${ALPHA} is not in the files`,
    ]);
  });
});
