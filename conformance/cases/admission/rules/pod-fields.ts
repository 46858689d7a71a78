import { casesOf } from '../case';
import { job, pod } from '../objects';
import { engineer, jobController, platformAdmin, storageOperator, strangeOperator } from '../people';
import { create } from '../request';

const runtime = casesOf('runtime-class', jobController);

export const runtimeClass = [
  runtime.allowed('the runtime of the node', create(pod())),
  runtime.allowed('a runtime of the description', create(pod({ spec: { runtimeClassName: 'gvisor' } }))),
  runtime.refused('another runtime', create(pod({ spec: { runtimeClassName: 'runc-privileged' } }))),
  runtime.refused('a Job with another runtime', create(job({ spec: { runtimeClassName: 'runc-privileged' } }))),
];

const priority = casesOf('priority-class', jobController);

export const priorityClass = [
  priority.allowed('the priority of training', create(pod())),
  priority.allowed(
    'the priority of work that may be ended',
    create(pod({ spec: { priorityClassName: 'ml-interruptible' } })),
  ),
  priority.refused(
    'a priority that ends others',
    create(pod({ spec: { priorityClassName: 'system-cluster-critical' } })),
  ),
  priority.refused('no priority', create(pod({ spec: { priorityClassName: null } }))),
  priority.refused(
    'a Job with a priority that ends others',
    create(job({ spec: { priorityClassName: 'system-cluster-critical' } })),
  ),
];

const claims = casesOf('resource-claims', jobController);
const claimed = { spec: { resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpu' }] } };

export const resourceClaims = [
  claims.allowed('GPUs in resources', create(pod())),
  claims.refused('GPUs by a resource claim', create(pod(claimed))),
  claims.refused('a Job with a resource claim', create(job(claimed))),
];

const owned = casesOf('owned-pods', engineer);

export const ownedPods = [
  owned.allowed('a pod that the Job controller makes', create(pod()), jobController),
  owned.allowed('a Job', create(job())),
  owned.refused('a pod that a person makes, with an owner written into it', create(pod())),
  owned.refused('a pod that the platform makes by hand', create(pod()), platformAdmin),
  owned.refused('a pod of an operator that nobody listed', create(pod()), strangeOperator),
  owned.allowed('a pod of an operator of the description', create(pod()), storageOperator),
  owned.refused(
    'a pod without an owner, by whatever account',
    create(pod({ metadata: { ownerReferences: null } })),
    jobController,
  ),
];
