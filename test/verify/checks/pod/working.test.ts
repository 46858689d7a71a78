import { exampleObjects, judgedBy, object, turned, type Loose } from '../example';

const job = (o: Loose[]): Loose => object(o, 'Job', 'pretrain').spec;
const quota = (o: Loose[]): Loose => object(o, 'ResourceQuota', 'project', 'ml-alpha').spec.hard;
const bounds = (o: Loose[]): Loose => object(o, 'LimitRange', 'containers', 'ml-alpha').spec.limits[0];

/** Has the ranks of the job, of which there are two, expect another number of nodes. */
const expects =
  (nodes: string) =>
  (o: Loose[]): void => {
    const { env } = job(o).template.spec.containers[0];
    env.find(({ name }: Loose) => name === 'PET_NNODES').value = nodes;
  };

describe('what keeps a job from running turns', () => {
  test.each<[string, readonly string[], (objects: Loose[]) => void]>([
    ['a job that is suspended', ['pod/starts'], (o) => (job(o).suspend = true)],
    ['a job of another controller', ['pod/starts'], (o) => (job(o).managedBy = 'kueue.x-k8s.io/multikueue')],
    ['a job of that of Kubernetes', [], (o) => (job(o).managedBy = 'kubernetes.io/job-controller')],
    ['a job without pods', ['pod/starts'], (o) => (job(o).parallelism = 0)],
    ['pods behind a gate', ['pod/starts'], (o) => (job(o).template.spec.schedulingGates = [{ name: 'x' }])],
    ['pods of another system', ['pod/starts'], (o) => (job(o).template.spec.os = { name: 'windows' })],
    ['pods that ask their node for names', ['pod/starts'], (o) => (job(o).template.spec.dnsPolicy = 'Default')],
    ['pods of a scheduler that nobody runs', ['pod/starts'], (o) => (job(o).template.spec.schedulerName = 'volcano')],
    [
      'pods of a scheduler that the files run',
      [],
      (o) => {
        job(o).template.spec.schedulerName = 'volcano';
        o.push({
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'volcano-scheduler', namespace: 'volcano-system' },
          spec: { template: { metadata: { labels: { app: 'volcano-scheduler' } }, spec: { containers: [] } } },
        });
      },
    ],
    ...(['trainer', 'cache'] as const).map((name): [string, readonly string[], (objects: Loose[]) => void] => [
      `pods that must run beside those of ${name}`,
      name === 'cache' ? ['pod/starts'] : [],
      (o) => {
        const { template } = job(o);
        template.metadata.labels['beside'] = 'trainer';
        const term = { labelSelector: { matchLabels: { beside: name } }, topologyKey: 'kubernetes.io/hostname' };
        template.spec.affinity = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
      },
    ]),
    [
      'more ranks than the project has GPUs for',
      ['pod/references', 'pod/fits-limits'],
      (o) => Object.assign(job(o), { parallelism: 5, completions: 5 }),
    ],
    ...(
      [
        ['another priority than that of their class', ['pod/references'], { priority: 1000 }],
        ['leave to evict, which their class has not', ['pod/references'], { preemptionPolicy: 'PreemptLowerPriority' }],
        ['what their class says anyway', [], { priority: -1, preemptionPolicy: 'Never' }],
      ] as const
    ).map(([what, expected, fields]): [string, readonly string[], (objects: Loose[]) => void] => [
      `pods with ${what}`,
      expected,
      (o) => Object.assign(job(o).template.spec, fields),
    ]),
    ['more ranks expected than the job makes', ['pod/references'], expects('3')],
    ['fewer ranks expected than the job makes', ['pod/references'], expects('1')],
    ['ranks that may be as many as the job makes', [], expects('1:4')],
    [
      'more ranks expected by a flag',
      ['pod/references'],
      (o) => job(o).template.spec.containers[0].args.unshift('--nnodes=3'),
    ],
    ['ranks without numbers', ['pod/references'], (o) => (job(o).completionMode = 'NonIndexed')],
    [
      'more ranks, which do not run at the same time',
      [],
      (o) => Object.assign(job(o), { parallelism: 5, completions: 2 }),
    ],
    ['a quota of fewer GPUs', ['pod/quota', 'pod/fits-limits'], (o) => (quota(o)['requests.nvidia.com/gpu'] = '8')],
    ['a quota without jobs', ['pod/quota', 'pod/fits-limits'], (o) => (quota(o)['count/jobs.batch'] = '0')],
    [
      'a quota that is about other pods',
      [],
      (o) => {
        const spec = { hard: { pods: '0' }, scopes: ['Terminating'] };
        o.push({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'x', namespace: 'ml-alpha' }, spec });
      },
    ],
    ['bounds below what a job asks for', ['pod/fits-limits'], (o) => (bounds(o).max.cpu = '8')],
    ['bounds above what a job asks for', ['pod/fits-limits'], (o) => (bounds(o).min.memory = '1200Gi')],
    [
      'bounds of whole pods',
      ['pod/fits-limits'],
      (o) => object(o, 'LimitRange', 'containers', 'ml-alpha').spec.limits.push({ type: 'Pod', max: { cpu: '8' } }),
    ],
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
      ['placement/lands', 'pod/gpus'],
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

test('a request above its limit is told by whose limit it is: its own, or that of a limit range', () => {
  const messages = (change: (resources: Loose) => void): readonly string[] => {
    const objects = exampleObjects();
    bounds(objects).default = { memory: '1Gi' };
    change(job(objects).template.spec.containers[0].resources);
    return judgedBy('pod/fits-limits', objects).findings.map(({ message }) => message);
  };
  const text = 'container trainer asks for more memory than its limit';
  expect(messages((resources) => (resources.limits.memory = '1Gi'))).toContain(text);
  expect(messages((resources) => delete resources.limits.memory)).toContain(`${text}, which a limit range gave it`);
});
