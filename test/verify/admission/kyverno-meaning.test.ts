import { MEANING_CASES } from '../../../conformance/cases/kyverno/meaning';
import {
  askedOf,
  exceptionsOf,
  meaningPolicy,
  requestAbout,
  type MeaningCase,
  type Named,
} from '../../../conformance/cases/kyverno/meaning/case';
import { Admission } from '../../../lib/verify/admission/admission';
import { inputsOfObjects } from '../inputs-of';

// Whom each case means is what the real Kyverno says (`npm run conformance -- kyverno-rules`).
test.each(MEANING_CASES)('$title: whom the rules of a policy mean is whom Kyverno finds them to mean', (one) => {
  const found = answers(one);
  const of = (answer: string): readonly Named[] => [...found.keys()].filter((named) => found.get(named) === answer);
  const wrong = [
    ...of('refused').filter((named) => !one.means.includes(named)),
    ...of('let in').filter((named) => one.means.includes(named)),
  ];
  expect({ wrong, unsure: of('unknown') }).toEqual({ wrong: [], unsure: one.unsure ?? [] });
});

function answers(one: MeaningCase): ReadonlyMap<Named, string> {
  const { operation = 'CREATE' } = one;
  const inputs = inputsOfObjects(meaningPolicy(one, 'theirs'), ...exceptionsOf(one, 'theirs'));
  const admission = new Admission(inputs, { rule: 'rule' }, 'kyverno');
  return new Map(
    askedOf(operation).map((named) => {
      const { refusing, perhaps } = admission.ask(requestAbout(named, operation));
      return [named, refusing.length > 0 ? 'refused' : perhaps.length > 0 ? 'unknown' : 'let in'];
    }),
  );
}
