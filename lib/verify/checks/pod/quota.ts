import { deviceBounds } from '../../../model/project/device-bounds';
import type { Platform, Project } from '../../../model';
import type { Evidence } from '../../evidence';
import { itemsIn, type Field } from '../../input/field';
import { isAccelerator } from '../../workload/device-request';
import { describedProject } from '../../scope/described-project';
import { namespaceSubject, type TrainingNamespace } from '../../scope/training-scope';
import { quantityOf } from '../../workload/quantity';
import type { Check } from '../check';
import { few } from '../../few';
import { fails, type Problem } from '../../problem';

/** What leads out of a project or past its devices; a quota of nothing is the last fence before it. */
const NOTHING = [
  'services.nodeports',
  'services.loadbalancers',
  'count/resourceclaims.resource.k8s.io',
  'count/resourceclaimtemplates.resource.k8s.io',
  'gpu.nvidia.com.deviceclass.resource.k8s.io/devices',
];

export const quota: Check = {
  id: 'pod/quota',
  title: 'What a project can take is bounded, and it is what the description gives it',
  why: 'Without a quota one project takes the nodes of all; with one that nobody checks it takes devices by claims, or opens a port of every node.',
  stops: ['A2', 'T1', 'T17'],
  control: 'ResourceQuotas of the namespace',
  fix: 'bound pods, CPU, memory, storage and every device by a ResourceQuota without scopes, with node ports, load balancers and claims of devices at 0; with a description, by its numbers',
  *judge(evidence) {
    for (const namespace of evidence.scope.namespaces) {
      const problems = [...hardProblems(evidence, namespace), ...priorityProblems(evidence, namespace)];
      yield { subject: namespaceSubject(namespace), problems };
    }
  },
};

/** The limits that hold for every pod, the lowest of each. */
function hardLimits(
  { objects }: Evidence,
  namespace: string,
): ReadonlyMap<string, { readonly at: Field; readonly value: number | undefined }> {
  const limits = new Map<string, { at: Field; value: number | undefined }>();
  for (const { field } of objects.inNamespace('', 'ResourceQuota', namespace)) {
    const spec = field.get('spec');
    if (spec?.get('scopes') !== undefined || spec?.get('scopeSelector') !== undefined) continue;
    for (const [resource, at] of spec?.get('hard')?.entries() ?? []) {
      const value = quantityOf(at.value);
      const earlier = limits.get(resource)?.value;
      if (earlier === undefined || (value !== undefined && value < earlier)) limits.set(resource, { at, value });
    }
  }
  return limits;
}

function* hardProblems(evidence: Evidence, { name }: TrainingNamespace): Generator<Problem> {
  const limits = hardLimits(evidence, name);
  if (limits.size === 0) {
    const { shown, all } = few(['its pods', 'its GPUs', ...NOTHING]);
    yield fails(`has no ResourceQuota: nothing bounds ${shown}`, { all });
    return;
  }
  const { platform } = evidence;
  const project = describedProject(platform, name);
  const wanted = new Map([
    ...NOTHING.map((resource) => [resource, 0] as const),
    ...(platform === undefined || project === undefined
      ? []
      : [...described(platform, project), ...closedClasses(platform, project)]),
  ]);
  for (const [resource, most] of wanted) {
    const limit = limits.get(resource);
    if (limit === undefined) yield fails(`nothing bounds ${resource}`);
    else if (limit.value !== most)
      yield fails(`${resource} is ${String(limit.at.value)}, and should be ${most}`, { at: limit.at });
  }
  if (project !== undefined) {
    if (!limits.has('requests.storage')) yield fails('nothing bounds requests.storage');
    for (const [resource, { at, value }] of limits) {
      const device = /^requests\.(.*)$/.exec(resource)?.[1];
      if (device !== undefined && isAccelerator(device) && !wanted.has(resource) && value !== 0)
        yield fails(`${resource} is ${String(at.value)}, and the project has no such devices`, { at });
    }
    return;
  }
  if (!limits.has('pods')) yield fails('nothing bounds its pods');
  if (![...limits.keys()].some((resource) => isAccelerator(resource.replace(/^requests\./, ''))))
    yield fails('nothing bounds its GPUs');
}

function described(platform: Platform, project: Project): readonly (readonly [string, number])[] {
  const { quota: most } = project;
  const memory = most.memoryGiB * 2 ** 30;
  return [
    ...[...deviceBounds(platform, project)].map(([device, bound]) => [`requests.${device}`, bound] as const),
    ['requests.cpu', most.cpus],
    ['limits.cpu', most.cpus],
    ['requests.memory', memory],
    ['limits.memory', memory],
    ['pods', most.pods],
    ['count/jobs.batch', most.jobs],
    ['count/cronjobs.batch', most.jobs],
    ['count/deployments.apps', most.deployments],
    ['count/statefulsets.apps', 0],
    ['count/daemonsets.apps', 0],
    ['count/configmaps', most.configMaps],
    ['count/secrets', most.secrets],
    ['count/services', most.services],
    ['persistentvolumeclaims', most.claims],
  ];
}

/** Classes of volumes that projects are kept from: disks that nobody encrypts are among them. */
function closedClasses({ storageClasses }: Platform, project: Project): readonly (readonly [string, number])[] {
  const own = [project.data?.source, project.checkpoints?.source].flatMap((source) =>
    source?.kind === 'storage-class' ? [source.storageClass] : [],
  );
  const open = new Set([...own, ...storageClasses.allowed.map(({ name }) => name)]);
  return storageClasses.denied
    .filter((name) => !open.has(name))
    .map((name) => [`${name}.storageclass.storage.k8s.io/requests.storage`, 0] as const);
}

/** Pods of other priorities are none of a project: they would evict, or never be evicted. */
function* priorityProblems({ objects, platform }: Evidence, { name }: TrainingNamespace): Generator<Problem> {
  if (describedProject(platform, name) === undefined || platform === undefined) return;
  const allowed = Object.values(platform.priorities)
    .map((priority) => priority.name)
    .sort();
  const shuts = objects.inNamespace('', 'ResourceQuota', name).some(({ field }) => {
    const expressions = itemsIn(field, 'spec', 'scopeSelector', 'matchExpressions');
    const [only] = expressions;
    const named = itemsIn(only, 'values')
      .map(({ value }) => String(value))
      .sort();
    return (
      expressions.length === 1 &&
      only?.get('scopeName')?.value === 'PriorityClass' &&
      only.get('operator')?.value === 'NotIn' &&
      named.join() === allowed.join() &&
      quantityOf(field.at('spec', 'hard', 'pods')?.value) === 0
    );
  });
  if (!shuts) yield fails(`pods of priorities other than ${allowed.join(', ')} are not held to none`);
}
