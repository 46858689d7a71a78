import { JOB_CONTROLLER, type AdmissionRequest } from '../../admission/admission-request';
import { mutator, type Mutator } from '../../admission/mutators';
import type { Evidence } from '../../evidence';
import type { TrainingNamespace } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails, isUnknown, objectSubject, type Problem } from '../finding';
import { inProject, manifest, PROBE } from './probe';

export const mutations: Check = {
  id: 'admission/mutations',
  title:
    'Nothing that is not evaluated here changes the objects of projects on their way in, or copies between projects',
  why: "A rule that rewrites a label, a webhook that adds a container, a copy of another project's Secret: no file of the project shows it.",
  answers: ['A2', 'A4', 'T14'],
  control: 'mutating policies and webhooks that leave the namespaces of projects out',
  fix: 'leave the namespaces of projects out of its match, or accept it in the baseline with the reason why it is harmless',
  openWorld: true,
  *judge(evidence) {
    for (const object of evidence.inputs.objects) {
      const found = mutator(object);
      if (found !== undefined) yield { subject: objectSubject(object), problems: [...problemsOf(evidence, found)] };
    }
  },
};

function* problemsOf(evidence: Evidence, { clones, hears }: Mutator): Generator<Problem> {
  const { scope } = evidence;
  for (const clone of clones) {
    const from = clone.get('namespace');
    if (from !== undefined && scope.contains(String(from.value)))
      yield fails(`copies out of ${String(from.value)}, the namespace of a project`, { at: from });
  }
  const heard = new Map<string, string>();
  for (const namespace of scope.namespaces) {
    for (const [kind, request] of concerned(namespace))
      if (hears(request) !== 'no' && !heard.has(kind)) heard.set(kind, namespace.name);
  }
  const [[, place] = []] = heard;
  if (place !== undefined)
    yield isUnknown(`may change ${[...heard.keys()].join(', ')} of ${place}: what it writes is not evaluated here`);
}

/** Objects on which isolation rests, as they come in. */
function* concerned(namespace: TrainingNamespace): Generator<readonly [kind: string, request: AdmissionRequest]> {
  for (const [apiVersion, kind] of KINDS) {
    const object = manifest(apiVersion, kind, { name: PROBE, namespace: namespace.name });
    const who = kind === 'Pod' ? { who: JOB_CONTROLLER } : {};
    yield [kind, inProject(namespace, { operation: 'CREATE', object, ...who })];
  }
  const object = manifest('v1', 'Namespace', { name: namespace.name, labels: Object.fromEntries(namespace.labels) });
  yield ['Namespace', inProject(namespace, { operation: 'UPDATE', object })];
}

const KINDS = [
  ['v1', 'Pod'],
  ['batch/v1', 'Job'],
  ['v1', 'ServiceAccount'],
  ['v1', 'Service'],
  ['v1', 'PersistentVolumeClaim'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
] as const;
