import { object, turned, type JudgeOptions, type Loose } from '../example';

type Row = [string, readonly string[], (objects: Loose[]) => void];

const MUTATIONS: JudgeOptions = { families: ['admission'] };
const found = ['admission/mutations'];
const deny = (o: Loose[]): Loose => object(o, 'NetworkPolicy', 'default-deny', 'ml-alpha').metadata;
const owner = (apiVersion: string, kind: string, name: string): object => ({ apiVersion, kind, name, uid: '1' });
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
    ...['Skip', 'SyncFail', 'PreDelete,PostDelete'].map((times): Row => [
      `a policy that Argo CD applies at ${times} only`,
      found,
      (o) => (deny(o).annotations['argocd.argoproj.io/hook'] = times),
    ]),
    ['a policy of a sync', [], (o) => (deny(o).annotations['argocd.argoproj.io/hook'] = 'SyncFail, PreSync')],
    ...['test', 'post-delete', 'pre-rollback'].map((times): Row => [
      `a policy that Helm installs at ${times} only`,
      found,
      (o) => (deny(o).annotations['helm.sh/hook'] = times),
    ]),
    [
      'a binding that is left out',
      found,
      (o) =>
        (object(o, 'ValidatingAdmissionPolicyBinding', 'ml-namespace-labels').metadata.annotations = {
          'argocd.argoproj.io/hook': 'Skip',
        }),
    ],
    [
      'a namespace of a project that is left out',
      found,
      (o) => (object(o, 'Namespace', 'ml-alpha').metadata.annotations = { 'argocd.argoproj.io/hook': 'Skip' }),
    ],
    [
      'another namespace that is',
      [],
      (o) => (object(o, 'Namespace', 'kyverno').metadata.annotations = { 'argocd.argoproj.io/hook': 'Skip' }),
    ],
    ['a policy for kustomize alone', found, (o) => (deny(o).annotations['config.kubernetes.io/local-config'] = 'true')],
    ['a policy that a janitor takes away', found, (o) => (deny(o).annotations['janitor/ttl'] = '1h')],
    ['a policy that is being deleted', found, (o) => (deny(o).deletionTimestamp = '2026-01-01T00:00:00Z')],
    ['a policy of a Job', found, (o) => (deny(o).ownerReferences = [owner('batch/v1', 'Job', 'pretrain')])],
    ['a policy of what is not there', found, (o) => (deny(o).ownerReferences = [owner('v1', 'ConfigMap', 'gone')])],
    [
      'a policy of an object of the cluster',
      [],
      (o) => (deny(o).ownerReferences = [owner('v1', 'Namespace', 'ml-alpha')]),
    ],
    [
      'a policy of one that was made anew since',
      found,
      (o) => {
        object(o, 'Namespace', 'ml-alpha').metadata.uid = '2';
        deny(o).ownerReferences = [owner('v1', 'Namespace', 'ml-alpha')];
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
    [
      'an object of a group that has the name of what all objects inherit',
      [],
      (o) => void o.push({ ...secret('ml-alpha', {}), apiVersion: 'constructor/v1', kind: 'Gadget' }),
    ],
  ])('%s', (_, expected, change) => {
    expect(turned((o) => void change(o), MUTATIONS)).toEqual(expected);
  });
});
