import type { AdmissionCase } from '../../../conformance/cases/admission/case';
import { askedBy } from './asked';
import type { Judge } from './dialects';

/** A policy that refuses a request, and its words. */
export interface Refusal {
  readonly policy: string;
  readonly message: string;
}

/** Everything that would stop the request of a case; an engine names the first of it. */
export function refusalsOf(judges: readonly Judge[], one: Pick<AdmissionCase, 'who' | 'request'>): Refusal[] {
  const asked = askedBy(one);
  return judges
    .filter((judge) => judge.denies && judge.hears(asked))
    .flatMap((judge) =>
      (judge.judge(asked) ?? []).flatMap((holds, index) =>
        holds ? [] : [{ policy: judge.policy, message: judge.messages[index] ?? '' }],
      ),
    );
}
