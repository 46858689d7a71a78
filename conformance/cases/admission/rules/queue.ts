import { casesOf } from '../case';
import { job, named, pod } from '../objects';
import { engineer, jobController, platformAdmin, queueController, strangeOperator } from '../people';
import { create, update } from '../request';

const label = 'kueue.x-k8s.io/queue-name';
const queued = (value: string | null) => ({ metadata: { labels: { [label]: value } } });
const owner = {
  apiVersion: 'jobset.x-k8s.io/v1alpha2',
  kind: 'JobSet',
  name: 'llm',
  uid: '00000000-0000-4000-8000-000000000000',
  controller: true,
};

const labels = casesOf('queue-label');

export const queueLabel = [
  labels.allowed('the Job of the library', create(job())),
  labels.allowed(
    'a Job that a queued JobSet makes',
    create(job(undefined, { metadata: { labels: { [label]: null }, ownerReferences: [owner] } })),
    jobController,
  ),
  labels.refused('a Job without the label', create(job(undefined, queued(null)))),
  labels.refused('a Job of another queue', create(job(undefined, queued('production')))),
  labels.refused(
    'a Job without the label and an owner that a person wrote into it',
    create(job(undefined, { metadata: { labels: { [label]: null }, ownerReferences: [owner] } })),
  ),
  labels.refused('a label that is taken away later', update(job(), queued(null))),
  labels.allowed(
    'another label on an old Job without a queue',
    update(job(undefined, queued(null)), { metadata: { labels: { touched: 'yes' } } }),
  ),
];

const bypass = casesOf('queue-bypass', engineer);

export const queueBypass = [
  bypass.allowed('a Job that waits', create(job())),
  bypass.refused('a Job that starts by itself', create(job(undefined, { spec: { suspend: false } }))),
  bypass.refused(
    'a waiting Job that a person starts',
    update(job(), { spec: { suspend: false } }),
    engineer,
    'suspend',
  ),
  bypass.refused(
    'a waiting Job that an operator starts which nobody listed',
    update(job(), { spec: { suspend: false } }),
    strangeOperator,
    'suspend',
  ),
  bypass.allowed('a waiting Job that the queue starts', update(job(), { spec: { suspend: false } }), queueController),
  bypass.allowed('a waiting Job that the platform starts', update(job(), { spec: { suspend: false } }), platformAdmin),
  bypass.allowed(
    'a deadline for a Job that runs',
    update(job(undefined, { spec: { suspend: false } }), { spec: { activeDeadlineSeconds: 60 } }),
  ),
];

const gates = casesOf('queue-gates', engineer);
const gated = pod({ spec: { schedulingGates: [{ name: 'kueue.x-k8s.io/admission' }] } });

export const queueGates = [
  gates.refused(
    'a gate that a person takes away',
    update(gated, { spec: { schedulingGates: null } }),
    engineer,
    'gate',
  ),
  gates.refused(
    'a gate that an operator takes away which nobody listed',
    update(gated, { spec: { schedulingGates: null } }),
    strangeOperator,
    'gate',
  ),
  gates.allowed(
    'a gate that the queue takes away',
    update(named('gated', gated), { spec: { schedulingGates: null } }),
    queueController,
  ),
  gates.allowed(
    'another label on a gated pod',
    update(named('labelled', gated), { metadata: { labels: { touched: 'yes' } } }),
  ),
];
