import { QUEUE_LABEL } from '../../../model/project/queue';
import type { AdmissionRequest, Manifest } from '../../admission/admission-request';
import type { Evidence } from '../../evidence';
import type { TrainingNamespace } from '../../scope/training-scope';
import type { Check } from '../check';
import type { RuledWork } from '../../problem';
import { basePod } from './parts/base-pod';
import { ownedPod } from '../pod-probe';
import { eachProject, inProject, manifest, PROBE, type Probe } from '../probe';
import { writtenPolicy } from './parts/written-policy';

export const queue: Check = {
  id: 'admission/queue',
  title: 'Where the description has a queue, nobody starts a job past it',
  why: 'A job without the label of the queue, one that is not suspended, a pod whose gate is taken away: each runs at once.',
  stops: ['A2'],
  control: 'admission policies on the label and on suspend of jobs, and on the scheduling gates of pods',
  fix: writtenPolicy('queue-label', 'queue-bypass', 'queue-gates'),
  *judge(evidence) {
    const given = evidence.platform?.policies.queue;
    if (given !== undefined) yield* eachProject(evidence, (namespace) => probes(evidence, namespace, given));
  },
};

function* probes(evidence: Evidence, namespace: TrainingNamespace, queueName: string): Generator<Probe> {
  const { spec, labels } = basePod(evidence, namespace);
  const job = (queued: object, suspend: boolean): Manifest =>
    manifest(
      'batch/v1',
      'Job',
      { name: PROBE, namespace: namespace.name, labels: queued },
      { spec: { suspend, template: { metadata: { labels }, spec } } },
    );
  const inQueue = { [QUEUE_LABEL]: queueName };
  const waiting = job(inQueue, true);
  const create = (object: Manifest): AdmissionRequest => inProject(namespace, { operation: 'CREATE', object });
  const harmless = create(waiting);
  const ruled: RuledWork = { rule: 'queue-label', namespace: namespace.name, work: undefined };
  yield { meaning: 'a job without the label of the queue', request: create(job({}, true)), harmless, ruled };
  yield {
    meaning: 'a job of another queue',
    request: create(job({ [QUEUE_LABEL]: 'another' }, true)),
    harmless,
    ruled,
  };
  yield { meaning: 'a job that does not wait', request: create(job(inQueue, false)), harmless };
  const update = (object: Manifest, was: Manifest): AdmissionRequest =>
    inProject(namespace, { operation: 'UPDATE', object, was });
  yield {
    meaning: 'a waiting job that somebody starts',
    request: update(job(inQueue, false), waiting),
    harmless: update(waiting, waiting),
  };
  const gated = ownedPod(namespace.name, { ...spec, schedulingGates: [{ name: GATE }] }, labels);
  yield {
    meaning: 'a waiting pod whose gate somebody takes away',
    request: update(ownedPod(namespace.name, { ...spec, schedulingGates: [] }, labels), gated),
    harmless: update(gated, gated),
  };
}

/** https://kueue.sigs.k8s.io/docs/concepts/admission/ */
const GATE = 'kueue.x-k8s.io/admission';
