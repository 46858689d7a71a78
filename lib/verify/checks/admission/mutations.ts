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
    // Made for the first that changes anything, and the same for all.
    let asked: readonly Asked[] | undefined;
    for (const object of evidence.inputs.objects) {
      const found = mutator(object);
      if (found === undefined) continue;
      asked ??= evidence.scope.namespaces.flatMap((namespace) => [...concerned(namespace)]);
      yield { subject: objectSubject(object), problems: [...problemsOf(evidence, found, asked)] };
    }
  },
};

/** An object as it comes into a namespace. */
interface Asked {
  readonly kind: string;
  readonly place: string;
  readonly request: AdmissionRequest;
}

function* problemsOf({ scope }: Evidence, { clones, hears }: Mutator, asked: readonly Asked[]): Generator<Problem> {
  for (const clone of clones) {
    const from = clone.get('namespace');
    if (from !== undefined && scope.contains(String(from.value)))
      yield fails(`copies out of ${String(from.value)}, the namespace of a project`, { at: from });
  }
  const heard = new Map<string, string>();
  for (const { kind, place, request } of asked) if (!heard.has(kind) && hears(request) !== 'no') heard.set(kind, place);
  const [[, place] = []] = heard;
  if (place !== undefined)
    yield isUnknown(`may change ${[...heard.keys()].join(', ')} of ${place}: what it writes is not evaluated here`);
}

/** Objects on which isolation rests, as they come in. */
function* concerned(namespace: TrainingNamespace): Generator<Asked> {
  const place = namespace.name;
  for (const [apiVersion, kind] of KINDS) {
    const object = manifest(apiVersion, kind, { name: PROBE, namespace: place });
    const who = kind === 'Pod' ? { who: JOB_CONTROLLER } : {};
    yield { kind, place, request: inProject(namespace, { operation: 'CREATE', object, ...who }) };
  }
  const object = manifest('v1', 'Namespace', { name: place, labels: Object.fromEntries(namespace.labels) });
  yield { kind: 'Namespace', place, request: inProject(namespace, { operation: 'UPDATE', object }) };
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
