import { exampleObjects, judgedBy, object, turned, type Loose } from './example';

const job = (o: Loose[]): Loose => object(o, 'Job', 'pretrain').spec;

describe('what keeps a job from running turns', () => {
  test.each<[string, readonly string[], (objects: Loose[]) => void]>([
    ['a job that is suspended', ['pod/starts'], (o) => (job(o).suspend = true)],
    ['a job of another controller', ['pod/starts'], (o) => (job(o).managedBy = 'kueue.x-k8s.io/multikueue')],
    ['a job of that of Kubernetes', [], (o) => (job(o).managedBy = 'kubernetes.io/job-controller')],
    ['a job without pods', ['pod/starts'], (o) => (job(o).parallelism = 0)],
    ['pods behind a gate', ['pod/starts'], (o) => (job(o).template.spec.schedulingGates = [{ name: 'x' }])],
    ['pods of another system', ['pod/starts'], (o) => (job(o).template.spec.os = { name: 'windows' })],
    ['pods that ask their node for names', ['pod/starts'], (o) => (job(o).template.spec.dnsPolicy = 'Default')],
    [
      'a container that has the GPUs before the others',
      [],
      (o) => {
        const { containers } = job(o).template.spec;
        job(o).template.spec.initContainers = [{ ...containers[0], name: 'test' }];
      },
    ],
    [
      'a container that keeps them beside the others',
      ['pod/gpus'],
      (o) => {
        const { containers } = job(o).template.spec;
        job(o).template.spec.initContainers = [{ ...containers[0], name: 'beside', restartPolicy: 'Always' }];
      },
    ],
  ])('%s', (_, expected, change) => {
    expect(turned((objects) => void change(objects))).toEqual(expected);
  });
});

test('a job that waits in a queue is started by it', () => {
  const objects = exampleObjects();
  job(objects).suspend = true;
  objects.push({ apiVersion: 'kueue.x-k8s.io/v1beta1', kind: 'ClusterQueue', metadata: { name: 'all' }, spec: {} });
  expect(judgedBy('pod/starts', objects).status).toBe('pass');
});
