import type { Loose } from '../example';
import { turnedTo, withPlan, type LoosePlan } from '../planned-example';

withPlan();

const SUBNET = 'ml-endpoints-us-west-2a';
const ALL = { 'training-isolation/platform': 'ml' };
const OTHERS = { 'training-isolation/component': 'ml--nodes' };

const nodeClass = (apiVersion: string, kind: string, tags: object): Loose => ({
  apiVersion,
  kind,
  metadata: { name: 'general' },
  spec: { subnetSelectorTerms: [{ tags }] },
});
const annotated = (apiVersion: string, kind: string, key: string, names: string): Loose => ({
  apiVersion,
  kind,
  metadata: { name: 'web', namespace: 'production', annotations: { [key]: names } },
  spec: {},
});
const params = (apiVersion: string, subnets: object): Loose => ({
  apiVersion,
  kind: 'IngressClassParams',
  metadata: { name: 'alb' },
  spec: { scheme: 'internal', subnets },
});
const OF_SERVICES = 'service.beta.kubernetes.io/aws-load-balancer-subnets';
const OF_INGRESSES = 'alb.ingress.kubernetes.io/subnets';

const of = (change: (plan: LoosePlan, objects: Loose[]) => void): readonly string[] =>
  turnedTo(change).filter((text) => text.startsWith('network/'));

const tag = (plan: LoosePlan, key: string): Loose => {
  const { urn } = plan.resource('Subnet', SUBNET);
  return {
    urn: urn.replace(/aws:ec2\/subnet:Subnet::.*/, 'aws:ec2/tag:Tag::tag'),
    type: 'aws:ec2/tag:Tag',
    custom: true,
    inputs: { key, value: '1' },
    outputs: {},
    propertyDependencies: { resourceId: [urn] },
  };
};

describe('who may have addresses among the endpoints that projects are let out to', () => {
  test.each<[string, Loose]>([
    ['nodes of Karpenter', nodeClass('karpenter.k8s.aws/v1', 'EC2NodeClass', ALL)],
    ['nodes of EKS itself', nodeClass('eks.amazonaws.com/v1', 'NodeClass', ALL)],
    ['a load balancer of a Service', annotated('v1', 'Service', OF_SERVICES, `other, ${SUBNET}`)],
    ['one of an Ingress, by an id', annotated('networking.k8s.io/v1', 'Ingress', OF_INGRESSES, 'subnet-1,subnet-2')],
    ['one of a class, by tags', params('elbv2.k8s.aws/v1beta1', { tags: { 'training-isolation/platform': ['ml'] } })],
    ['one of a class of EKS itself, by ids', params('eks.amazonaws.com/v1', { ids: ['subnet-1'] })],
  ])('%s', (_, object) => {
    const found = of((plan, objects) => {
      plan.resource('Subnet', SUBNET).outputs.id = 'subnet-1';
      objects.push(object);
    });
    expect(found).toEqual(['network/outside-addresses unknown']);
  });

  test.each<[string, string, string]>([
    ['pods', 'kubernetes.io/role/cni', '1'],
    ['load balancers', 'kubernetes.io/role/internal-elb', ''],
    ['load balancers of the internet', 'kubernetes.io/role/elb', '1'],
  ])('%s, by a tag of the subnet', (_, key, value) => {
    expect(of((plan) => (plan.inputs('Subnet', SUBNET).tags[key] = value))).toEqual([
      'network/outside-addresses unknown',
    ]);
  });

  test('pods, by a tag that is a resource of its own', () => {
    expect(of((plan) => void plan.resources.push(tag(plan, 'kubernetes.io/role/cni')))).toEqual([
      'network/outside-addresses unknown',
    ]);
  });
});

test.each<[string, (plan: LoosePlan, objects: Loose[]) => void]>([
  ['nodes in the subnets of nodes', (_, o) => o.push(nodeClass('karpenter.k8s.aws/v1', 'EC2NodeClass', OTHERS))],
  ['a load balancer elsewhere', (_, o) => o.push(annotated('v1', 'Service', OF_SERVICES, 'ml-nodes-us-west-2a'))],
  ['an Ingress that names no subnets', (_, o) => o.push(params('elbv2.k8s.aws/v1beta1', {}))],
  ['a tag that says something else', (plan) => plan.resources.push(tag(plan, 'team'))],
  ['a tag that takes them out', (plan) => (plan.inputs('Subnet', SUBNET).tags['kubernetes.io/role/cni'] = '0')],
  [
    'load balancers in subnets of nodes',
    (plan) => (plan.inputs('Subnet', 'ml-nodes-us-west-2a').tags['kubernetes.io/role/internal-elb'] = '1'),
  ],
])('endpoints are by themselves beside %s', (_, change) => {
  expect(of((plan, objects) => void change(plan, objects))).toEqual([]);
});
