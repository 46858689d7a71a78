import { App } from 'cdk8s';
import { platform } from '../../../../examples/document-1/platform';
import type { Dialect, Platform } from '../../../../lib';
import { PlatformIsolation } from '../../../../lib/kubernetes';
import { QUEUE_LABEL } from '../../../../lib/model/project/queue';
import { synthesize } from '../../../../lib/testing';
import type { Status } from '../../../../lib/verify/verdict/status';
import { exampleObjects, judgedBy, object, type Loose } from '../example';

const queued = (dialect: Dialect): Platform => ({
  ...platform,
  policies: { ...platform.policies, queue: 'training', dialects: [dialect] },
});
const isPolicy = ({ kind }: Loose): boolean => /Policy(Binding)?$/.test(kind) && kind !== 'NetworkPolicy';

/** The example with the policies of a platform that has a queue. */
function withQueue(dialect: Dialect): Loose[] {
  const app = new App();
  new PlatformIsolation(app, 'isolation', { platform: queued(dialect) });
  return [
    ...exampleObjects().filter((item) => !isPolicy(item)),
    ...(structuredClone(synthesize(app)) as Loose[]).filter(isPolicy),
  ];
}

const guard = (objects: Loose[], dialect: Dialect): Status =>
  judgedBy('admission/queue', objects, { platform: queued(dialect) }).status;

describe.each<Dialect>(['kyverno', 'kyverno-cel', 'vap'])('in dialect %s', (dialect) => {
  test.each(['queue-label', 'queue-bypass', 'queue-gates'])(
    'nobody starts a job past the queue, as long as the policy %s is there',
    (rule) => {
      const objects = withQueue(dialect);
      const guards = objects.filter(({ metadata }) => metadata.name === `ml-${rule}`);
      expect(guards.length).toBeGreaterThan(0);
      expect(guard(objects, dialect)).toBe('pass');
      expect(
        guard(
          objects.filter((item) => !guards.includes(item)),
          dialect,
        ),
      ).toBe('fail');
    },
  );
});

test('a job waits in the queue of the description, and without a queue nobody asks', () => {
  const status = (label: string | undefined, described: Platform = queued('kyverno')): Status => {
    const objects = exampleObjects();
    for (const job of objects.filter(({ kind }) => kind === 'Job'))
      job.metadata.labels = { ...job.metadata.labels, [QUEUE_LABEL]: label };
    return judgedBy('pod/queue', objects, { platform: described }).status;
  };
  expect(status('training')).toBe('pass');
  expect(status('another')).toBe('fail');
  expect(status(undefined)).toBe('fail');
  expect(status(undefined, platform)).toBe('not-applicable');
});

test('the Job that a controller made of a queued one waits with that one', () => {
  const objects = exampleObjects();
  const ownerReferences = [{ apiVersion: 'jobset.x-k8s.io/v1alpha2', kind: 'JobSet', name: 's', controller: true }];
  for (const { metadata } of objects.filter(({ kind }) => kind === 'Job')) metadata.ownerReferences = ownerReferences;
  expect(object(objects, 'Job', 'pretrain').metadata.ownerReferences).toHaveLength(1);
  expect(judgedBy('pod/queue', objects, { platform: queued('kyverno') }).subjects).toBe(0);
});
