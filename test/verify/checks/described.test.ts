import { exampleObjects, judged, object, podOf, result, turned, type Loose } from './example';

const quota = (objects: Loose[]): Loose => object(objects, 'ResourceQuota', 'project', 'ml-alpha').spec.hard;
const ingress = (objects: Loose[]): Loose =>
  object(objects, 'NetworkPolicy', 'ml-tracking-access', 'ml-platform').spec.ingress[0];
const VIEWERS = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group' };
const STORAGE = 'storage.k8s.io/requests.storage';
const DEVICES = 'deviceclass.resource.k8s.io/devices';
const egress = (objects: Loose[], policy: string): Loose =>
  object(objects, 'NetworkPolicy', policy, 'ml-alpha').spec.egress[0];

describe('what the description says is held against the files', () => {
  test.each<[string, readonly string[], (objects: Loose[]) => void]>([
    ['more GPUs', ['pod/quota'], (o) => (quota(o)['requests.nvidia.com/gpu'] = '64')],
    ['a quota that is no number', ['pod/quota'], (o) => (quota(o)['pods'] = 'many')],
    ['room for node ports', ['pod/quota'], (o) => delete quota(o)['services.nodeports']],
    ['devices of another kind', ['pod/quota'], (o) => (quota(o)['requests.amd.com/gpu'] = '8')],
    ['room for disks of another class', ['pod/quota'], (o) => delete quota(o)[`gp2.storageclass.${STORAGE}`]],
    ['disks without end', ['pod/quota'], (o) => delete quota(o)['requests.storage']],
    ['devices by a class of theirs', ['pod/quota'], (o) => (quota(o)[`gpu.nvidia.com.${DEVICES}`] = '1')],
    ['devices of a kind that nobody bounds', ['pod/quota'], (o) => delete quota(o)['requests.amd.com/gpu']],
    [
      'pods of any priority',
      ['pod/fits-limits', 'pod/quota'],
      (o) => delete object(o, 'ResourceQuota', 'other-priorities', 'ml-alpha').spec.scopeSelector,
    ],
    ['a rule without ports', ['network/own-rules'], (o) => delete egress(o, 'use-data-lake').ports],
    [
      'a service that is open to every namespace',
      ['network/service-rules'],
      (o) => (ingress(o).from[0].namespaceSelector = {}),
    ],
    ['a service that is open on every port', ['network/service-rules'], (o) => delete ingress(o).ports],
    [
      'the image of another project',
      ['pod/own-images'],
      (o) => (podOf(o).spec.containers[0].image = podOf(o).spec.containers[0].image.replace('alpha', 'beta')),
    ],
    [
      'a group that works in the namespace of another project',
      ['authority/across-projects', 'authority/members-named', 'authority/members-work'],
      (o) => (object(o, 'RoleBinding', 'engineers', 'ml-alpha').subjects[0].name = 'ml:beta:engineers'),
    ],
    [
      'a group that the description names nowhere',
      ['authority/members-named'],
      (o) => object(o, 'RoleBinding', 'viewers', 'ml-alpha').subjects.push({ ...VIEWERS, name: 'ml:alpha:viewer' }),
    ],
    [
      'a persona without its binding',
      ['authority/members-work'],
      (o) => (object(o, 'RoleBinding', 'viewers', 'ml-alpha').subjects = []),
    ],
    [
      'a role with a star',
      ['authority/loose-rules'],
      (o) => (object(o, 'ClusterRole', 'ml-viewer').rules[1].verbs = ['*']),
    ],
    [
      'another driver behind the claim of a bucket',
      ['storage/own-place'],
      (o) => (object(o, 'PersistentVolume', 'ml-alpha--checkpoints').spec.csi.driver = 'nfs.csi.k8s.io'),
    ],
    [
      'two volumes of one handle',
      ['storage/places-apart'],
      (o) => (object(o, 'PersistentVolume', 'ml-alpha--data').spec.csi.volumeHandle = 'ml-beta--data'),
    ],
  ])('%s', (_, expected, change) => {
    expect([...turned((objects) => void change(objects))].sort()).toEqual([...expected].sort());
  });
});

test.each([['training-isolation/tier'], ['training-isolation/project']])(
  'a namespace of the description without the label %s is seen, whatever admission then makes of it',
  (label) => {
    const objects = exampleObjects();
    delete object(objects, 'Namespace', 'ml-alpha').metadata.labels[label];
    expect(result(judged(objects), 'admission/project-labels').status).toBe('fail');
    expect(result(judged(exampleObjects()), 'admission/project-labels').status).toBe('pass');
  },
);

describe('what training pods name has to be there', () => {
  test.each<[string, (objects: Loose[]) => void]>([
    ['the account', (o) => (object(o, 'ServiceAccount', 'train', 'ml-alpha').metadata.name = 'trainer')],
    ['the priority', (o) => (object(o, 'PriorityClass', 'ml-training').metadata.name = 'training')],
    ['a priority of its value', (o) => (object(o, 'PriorityClass', 'ml-training').value = 1000)],
    ['the Service', (o) => (object(o, 'Service', 'pretrain').metadata.name = 'ranks')],
    ['a Service without an address', (o) => delete object(o, 'Service', 'pretrain').spec.clusterIP],
    ['a Service that names ranks early', (o) => delete object(o, 'Service', 'pretrain').spec.publishNotReadyAddresses],
    ['a subdomain', (o) => delete podOf(o).spec.subdomain],
  ])('%s', (_, change) => {
    expect(turned((objects) => void change(objects))).toEqual(['pod/references']);
  });
});

test('a kind that is a letter away from one that counts is refused, and not set aside', () => {
  expect(() =>
    turned((objects) => void (object(objects, 'NetworkPolicy', 'default-deny', 'ml-alpha').kind = 'NetworkPolicyy')),
  ).toThrow(/did you mean NetworkPolicy\?/);
});
