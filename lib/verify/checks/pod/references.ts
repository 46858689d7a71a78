import { isKind, type KubernetesObject } from '../../input/kubernetes-object';
import type { Evidence } from '../../evidence';
import type { Field } from '../../input/field';
import { serviceAccountOf, DEFAULT_ACCOUNT } from '../../workload/account';
import type { Check } from '../check';
import { fails, notKnown, objectSubject, ruledWork, type Judged, type Problem } from '../../problem';
import { trainingPods, type TrainingPod } from '../training-pods';
import { rankCountProblems } from './parts/rank-count';

export const references: Check = {
  id: 'pod/references',
  title: 'The account, the priority and the names of the ranks that training pods ask for are there',
  why: 'What is missing is made by somebody else: an account with a token, a priority that evicts others. Ranks that do not find each other wait until their deadline.',
  stops: ['T8'],
  control: 'ServiceAccount, PriorityClass and headless Service beside the jobs, and as many ranks as they expect',
  fix: 'apply what the pods name together with them, or correct the name',
  positive: true,
  *judge(evidence) {
    yield* trainingPods(evidence, (pod) => [
      ...accountProblems(evidence, pod),
      ...priorityProblems(evidence, pod),
      ...subdomainProblems(evidence, pod),
      ...rankCountProblems(pod),
    ]);
    yield* foreignDefaults(evidence);
  },
};

function accountProblems({ objects }: Evidence, { spec, namespace }: TrainingPod): readonly Problem[] {
  const { name, at } = serviceAccountOf(spec);
  if (name === DEFAULT_ACCOUNT) return [];
  return objects.find('', 'ServiceAccount', namespace.name, name) === undefined
    ? [notKnown(`ServiceAccount ${name} is not in the files`, { at })]
    : [];
}

function priorityProblems({ objects, platform }: Evidence, { spec, workload }: TrainingPod): readonly Problem[] {
  const at = spec.get('priorityClassName');
  if (at === undefined) {
    if (platform === undefined) return defaultProblems(objects, spec);
    const ruled = ruledWork('priority-class', workload);
    return [fails('has no priority: it may evict, or be held by, anybody', { at: spec, ruled })];
  }
  const name = String(at.value);
  const found = objects.find('scheduling.k8s.io', 'PriorityClass', undefined, name);
  if (found === undefined) return [notKnown(`PriorityClass ${name} is not in the files`, { at })];
  const described =
    platform === undefined ? undefined : Object.values(platform.priorities).find((item) => item.name === name);
  const problems: Problem[] = [];
  const value = found.field.get('value');
  if (described !== undefined && value?.value !== described.value)
    problems.push(
      fails(`PriorityClass ${name} is ${String(value?.value)}, described is ${described.value}`, {
        at: value ?? found.field,
      }),
    );
  const preempts = found.field.get('preemptionPolicy');
  if (described !== undefined && preempts?.value !== 'Never')
    problems.push(fails(`PriorityClass ${name} evicts others`, { at: preempts ?? found.field }));
  // The API server works both out, and refuses a pod that says otherwise
  // (https://github.com/kubernetes/kubernetes/blob/master/plugin/pkg/admission/priority/admission.go).
  const worked = { priority: value?.value ?? 0, preemptionPolicy: preempts?.value ?? 'PreemptLowerPriority' };
  for (const [key, ofClass] of Object.entries(worked)) {
    const own = spec.get(key);
    if (own !== undefined && own.value !== ofClass)
      problems.push(
        fails(`${key} is not ${String(ofClass)}, as PriorityClass ${name} has it: its pods are refused`, { at: own }),
      );
  }
  return problems;
}

/** A class for whoever names none: whether it ends the work of others. */
function defaultProblems(objects: Evidence['objects'], spec: Field): readonly Problem[] {
  const classes = objects.ofKind('scheduling.k8s.io', 'PriorityClass').filter(isEvictingDefault);
  return classes.map(({ name }) => fails(`gets PriorityClass ${name} by default, which evicts others`, { at: spec }));
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass */
function isEvictingDefault({ field }: KubernetesObject): boolean {
  const value = field.get('value')?.value;
  return (
    field.get('globalDefault')?.value === true &&
    field.get('preemptionPolicy')?.value !== 'Never' &&
    (typeof value !== 'number' || value > 0)
  );
}

/** A default above that of Kubernetes, which is 0: every pod that names no class is put before those of the projects. */
function* foreignDefaults({ objects, platform }: Evidence): Generator<Judged> {
  if (platform === undefined) return;
  const described = new Set<string>(Object.values(platform.priorities).map(({ name }) => name));
  for (const object of objects.ofKind('scheduling.k8s.io', 'PriorityClass')) {
    if (described.has(object.name) || object.field.get('globalDefault')?.value !== true) continue;
    const problems = isEvictingDefault(object)
      ? [
          fails('is the default of every pod, above training, and evicts others', {
            at: object.field.get('globalDefault'),
          }),
        ]
      : [];
    yield { subject: objectSubject(object), problems };
  }
}

/** Ranks of an Indexed Job have names only by a headless Service that is called as their subdomain. */
function subdomainProblems({ objects }: Evidence, { spec, namespace, workload }: TrainingPod): readonly Problem[] {
  if (!isKind(workload.object, 'batch', 'Job') || (workload.replicas ?? 2) < 2) return [];
  const at = spec.get('subdomain');
  if (typeof at?.value !== 'string' || at.value === '')
    return [fails('its ranks have no names: no subdomain', { at: spec })];
  const mode = workload.object.field.at('spec', 'completionMode');
  if (mode?.value !== 'Indexed')
    return [fails('its ranks have no names: it is not Indexed', { at: mode ?? workload.object.field.get('spec') })];
  const service = objects.find('', 'Service', namespace.name, at.value);
  if (service === undefined) return [notKnown(`Service ${at.value} is not in the files: it names the ranks`, { at })];
  const body = service.field.get('spec');
  const problems: Problem[] = [];
  const address = body?.get('clusterIP');
  if (address?.value !== 'None')
    problems.push(
      fails(`Service ${at.value} is not headless: its name is one address, not the ranks'`, { at: address ?? body }),
    );
  const early = body?.get('publishNotReadyAddresses');
  if (early?.value !== true)
    problems.push(
      fails(`Service ${at.value} names ranks only once they are ready, which they are not before they meet`, {
        at: early ?? body,
      }),
    );
  for (const [key, value] of body?.get('selector')?.entries() ?? []) {
    if (!selectsRank(workload.labels.known.get(key), value, workload.labels.valueUnknown.has(key)))
      problems.push(
        fails(`Service ${at.value} selects ${key}=${String(value.value)}, which the ranks do not have`, { at: value }),
      );
  }
  if (body?.get('selector') === undefined) problems.push(fails(`Service ${at.value} selects no ranks`, { at: body }));
  return problems;
}

function selectsRank(label: string | undefined, wanted: Field, isUncertain: boolean): boolean {
  return label === wanted.value || (label === undefined && isUncertain);
}
