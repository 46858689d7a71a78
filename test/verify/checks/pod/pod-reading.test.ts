import { faultPaths } from '../../../faults-of';
import { exampleObjects, judged, judgedBy, object, podOf, result, type Loose } from '../example';

const trainer = (objects: Loose[]): Loose => podOf(objects).spec.containers[0];

test('a bare pod is judged by itself, and for being bare', () => {
  const objects = exampleObjects();
  const job = object(objects, 'Job', 'finetune');
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...job.spec.template.metadata, name: 'bare', namespace: 'ml-beta' },
    spec: job.spec.template.spec,
  };
  objects.splice(objects.indexOf(job), 1, pod);
  const { findings } = result(judged(objects), 'pod/owned');
  expect(findings.map(({ resource, message }) => [resource, message])).toEqual([['Pod/bare', 'is a bare Pod']]);
});

test('a level of rules from before Pod Security was stable is none, and pods are judged by newer rules as well', () => {
  const objects = exampleObjects();
  object(objects, 'Namespace', 'ml-alpha').metadata.labels['pod-security.kubernetes.io/enforce-version'] = 'v1.0';
  delete trainer(objects).securityContext.capabilities;
  const options = { platform: undefined };
  expect(judgedBy('pod/security-labels', objects, options).findings.map(({ message }) => message)).toEqual([
    'version v1.0 has rules that are older than those of v1.25',
  ]);
  expect(judgedBy('pod/security', objects, options).findings).toHaveLength(1);
});

test('a template that is not in the files cannot be judged', () => {
  const objects = [
    ...exampleObjects(),
    {
      apiVersion: 'trainer.kubeflow.org/v1alpha1',
      kind: 'TrainJob',
      metadata: { name: 'x', namespace: 'ml-alpha' },
      spec: { runtimeRef: { name: 'torch' } },
    },
  ];
  expect(result(judged(objects), 'pod/security')).toMatchObject({
    status: 'unknown',
    findings: [{ resource: 'TrainJob/x' }],
  });
});

test('pods of a kind that is called like one outside namespaces, but of another group, are seen', () => {
  const spec = { template: { spec: { hostNetwork: true, containers: [{ name: 'c', image: 'x' }] } } };
  const metadata = { name: 'q', namespace: 'ml-alpha' };
  const objects = [...exampleObjects(), { apiVersion: 'jobs.example.com/v1', kind: 'Queue', metadata, spec }];
  expect(judgedBy('pod/security', objects)).toMatchObject({
    status: 'unknown',
    findings: [{ resource: 'Queue/q', namespace: 'ml-alpha' }],
  });
});

test('Pod Security is judged by the version that the namespace pins', () => {
  const objects = exampleObjects();
  podOf(objects).spec.securityContext.sysctls = [{ name: 'net.ipv4.tcp_rmem', value: '4096' }];
  expect(result(judged(objects), 'pod/security').status).toBe('pass');
  object(objects, 'Namespace', 'ml-alpha').metadata.labels['pod-security.kubernetes.io/enforce-version'] = 'v1.31';
  expect(result(judged(objects), 'pod/security').findings[0]?.message).toBe('the pod sets sysctl net.ipv4.tcp_rmem');
});

test.each<[string, (spec: Loose) => void]>([
  ['spec.template.spec.volumes[0]', (spec) => (spec.volumes = [null])],
  ['spec.template.spec.tolerations[0]', (spec) => (spec.tolerations = ['all'])],
  ['spec.template.spec.initContainers', (spec) => (spec.initContainers = { name: 'x' })],
  ['spec.template.spec.containers[0].env', (spec) => (spec.containers[0].env = { A: 'x' })],
  ['spec.template.spec.containers[0].volumeMounts[0]', (spec) => (spec.containers[0].volumeMounts = [3])],
])('%s that the API server refuses is a fault of the input', (path, change) => {
  const objects = exampleObjects();
  change(podOf(objects).spec);
  expect(faultPaths(() => judged(objects)).map((place) => place.replace(/^.* items\[\d+\]\./, ''))).toEqual([path]);
});

test('a member that is null is none for admission either', () => {
  const objects = exampleObjects();
  trainer(objects).resources.requests = null;
  expect(judgedBy('admission/pod-shape', objects).status).toBe('pass');
});
