import { object, turned, type JudgeOptions, type Loose } from '../example';

type Row = [string, readonly string[], (objects: Loose[]) => void];

const MUTATIONS: JudgeOptions = { families: ['admission'] };
const found = ['admission/mutations'];
const deny = (o: Loose[]): Loose => object(o, 'NetworkPolicy', 'default-deny', 'ml-alpha').metadata;
const secret = (namespace: string, annotations: Readonly<Record<string, string>>): Loose => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'key', namespace, annotations },
});

describe('an object says itself that a tool takes it away, or copies it', () => {
  test.each<Row>([
    ['a policy with a lifetime', found, (o) => (deny(o).labels['cleanup.kyverno.io/ttl'] = '1h')],
    [
      'a rule of admission with a lifetime',
      found,
      (o) => (object(o, 'ClusterPolicy', 'ml-own-volumes').metadata.labels['cleanup.kyverno.io/ttl'] = '1h'),
    ],
    [
      'a job with a lifetime',
      [],
      (o) => (object(o, 'Job', 'pretrain', 'ml-alpha').metadata.labels['cleanup.kyverno.io/ttl'] = '7d'),
    ],
    [
      'a policy that is gone once it is there',
      found,
      (o) => {
        const { annotations } = deny(o);
        annotations['helm.sh/hook'] = 'pre-install';
        annotations['helm.sh/hook-delete-policy'] = 'before-hook-creation,hook-succeeded';
      },
    ],
    [
      'a policy that is made anew each time',
      [],
      (o) => {
        const { annotations } = deny(o);
        annotations['helm.sh/hook'] = 'pre-install';
        annotations['helm.sh/hook-delete-policy'] = 'before-hook-creation';
      },
    ],
    [
      'a Secret of a project that is copied to others',
      found,
      (o) => void o.push(secret('ml-alpha', { 'reflector.v1.k8s.emberstack.com/reflection-allowed': 'true' })),
    ],
    [
      'a copy of it',
      found,
      (o) => void o.push(secret('production', { 'replicator.v1.mittwald.de/replicate-from': 'ml-alpha/key' })),
    ],
    [
      'a copy of what is no Secret of a project',
      [],
      (o) => void o.push(secret('ml-alpha', { 'reflector.v1.k8s.emberstack.com/reflects': 'registry/pull' })),
    ],
  ])('%s', (_, expected, change) => {
    expect(turned((o) => void change(o), MUTATIONS)).toEqual(expected);
  });
});
