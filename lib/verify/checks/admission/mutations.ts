import { mutator, type Mutator } from '../../admission/mutators';
import { isLike } from '../../admission/kyverno/wildcards';
import { wordsOf } from '../../admission/words';
import type { WrittenPlace } from '../../admission/written-place';
import type { Evidence } from '../../evidence';
import { engineNamespace } from '../../scope/engine-namespace';
import type { TrainingScope } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails, notKnown, objectSubject, type Problem } from '../../problem';
import { few } from '../../few';
import { incoming, type Incoming } from './parts/incoming';
import { passingObjects } from './parts/passing-objects';
import { plannedChanges } from './parts/planned-changes';

export const mutations: Check = {
  id: 'admission/mutations',
  title: 'Nothing that is not evaluated here changes the objects of projects, removes them, or copies between projects',
  why: "A rule that rewrites a label, a webhook that adds a container, a copy of another project's Secret: no file of the project shows it.",
  stops: ['A2', 'A4', 'T14'],
  control:
    'mutating policies and webhooks that leave the namespaces of projects out; no objects, labels or annotations by which tools remove, copy or apply others with their own rights; no patches and releases of a plan in their place',
  fix: 'leave the namespaces of projects out of its match, or accept it in the baseline with the reason why it is harmless',
  openWorld: true,
  *judge(evidence) {
    const { complete, objects, platform } = evidence;
    const bindings = objects.ofKind('admissionregistration.k8s.io', 'MutatingAdmissionPolicyBinding');
    const surroundings = { engine: engineNamespace(platform), bindings, complete };
    // Made for the first that changes anything, and the same for all.
    let asked: readonly Incoming[] | undefined;
    for (const object of evidence.inputs.objects) {
      const found = mutator(object, surroundings);
      if (found === undefined) continue;
      asked ??= [...incoming(evidence)];
      yield { subject: objectSubject(object), problems: [...problemsOf(evidence, found, asked)] };
    }
    yield* passingObjects(evidence);
    yield* plannedChanges(evidence);
  },
};

function* problemsOf(
  { scope }: Evidence,
  { clones, targets, expressions, does, hears }: Mutator,
  asked: readonly Incoming[],
): Generator<Problem> {
  for (const from of clones)
    if (scope.contains(String(from.value)))
      yield fails(`copies out of ${String(from.value)}, the namespace of a project`, { at: from });
  for (const target of targets) {
    const place = placeText(target, scope, asked);
    if (place !== undefined)
      yield notKnown(`may write ${place}, whatever it hears of: what it writes is not evaluated here`, {
        at: target.at,
      });
  }
  const words = wordsOf(expressions);
  const named = scope.namespaces.find(({ name }) => words.has(name));
  if (named !== undefined)
    yield notKnown(`reads or writes in ${named.name}, whatever it hears of: that is not evaluated here`);
  const heard = new Map<string, string>();
  for (const { kind, place, request } of asked) if (!heard.has(kind) && hears(request) !== 'no') heard.set(kind, place);
  const [[, place] = []] = heard;
  if (place === undefined) return;
  const kinds = [...heard.keys()];
  const { shown, all } = few(kinds, ', ', 4);
  yield notKnown(
    `may ${does} ${shown} of ${place}: what it ${does === 'change' ? 'writes' : 'removes'} is not evaluated here`,
    { all },
  );
}

/** What a rule may write that isolation rests on. */
function placeText(
  target: WrittenPlace,
  { namespaces }: TrainingScope,
  asked: readonly Incoming[],
): string | undefined {
  switch (target.place) {
    case 'found out':
      return 'into a namespace that it finds out itself';
    case 'namespace': {
      const project = namespaces.find(({ name }) => isLike(target.pattern, name));
      return project === undefined ? undefined : `into ${project.name}`;
    }
    case 'cluster': {
      const { kind = '' } = target;
      const isAsked = asked.some(({ request }) => request.namespace === undefined && request.kind === kind);
      return kind === '' || isAsked ? `${kind || 'objects'} of the cluster` : undefined;
    }
  }
}
