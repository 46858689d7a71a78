import { ALL_CASES } from '../../../conformance/cases/admission';
import type { AdmissionCase } from '../../../conformance/cases/admission/case';
import { platform } from '../../../conformance/cases/admission/platform';
import { isSaidIn } from '../../../conformance/cases/admission/said-in';
import { DIALECTS } from '../../../lib/model/policies';
import { admissionPolicies } from '../../../lib/policies';
import { Admission } from '../../../lib/verify/admission/admission';
import { engineNamespace } from '../../../lib/verify/scope/engine-namespace';
import type { AdmissionRequest, Manifest } from '../../../lib/verify/admission/admission-request';
import { askedBy } from '../../policies/engine/asked';
import { inputsOfObjects } from '../inputs-of';

/** The request of a case as the verifier has it. */
function requestOf(one: AdmissionCase): AdmissionRequest {
  const { labels, subresource, object, oldObject, who, ...asked } = askedBy(one);
  return {
    ...asked,
    subresource: subresource ?? '',
    labels: labels === undefined ? undefined : new Map(Object.entries(labels)),
    object: object as Manifest | null,
    oldObject: oldObject as Manifest | null,
    who: { username: who.user, groups: who.groups },
  };
}

// The cases' answers are those of real API servers and of the real Kyverno (`npm run conformance -- admission`).
describe.each(DIALECTS)('policies in the dialect %s', (dialect) => {
  const admission = new Admission(
    inputsOfObjects(...admissionPolicies(platform, { dialects: [dialect] })),
    platform.keys,
    engineNamespace(platform),
  );
  const cases = ALL_CASES.filter((one) => isSaidIn(platform, dialect, one));

  test('are taken to refuse what their engine refuses, and nothing that it lets in', () => {
    const wrong = cases.flatMap((one) => {
      const { refusing, perhaps } = admission.ask(requestOf(one));
      const said = refusing.length > 0 ? 'refused' : perhaps.length > 0 ? 'perhaps' : 'allowed';
      return said === one.answer ? [] : [`${one.rule}: ${one.answer}, not ${said}: ${one.title} ${perhaps.join()}`];
    });
    expect(wrong).toEqual([]);
    expect(cases.length).toBeGreaterThan(300);
  });
});
