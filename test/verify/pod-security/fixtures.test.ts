import { FIXTURE_VERSIONS, podSecurityCases } from '../../../conformance/cases/pod-security';
import { resulting } from '../../../conformance/cases/admission/request';
import { podSecurity } from '../../../lib/verify/pod-security/pod-security';
import { workloadsOf } from '../../../lib/verify/workload/workload';
import { inputsOfObjects } from '../inputs-of';

describe.each(FIXTURE_VERSIONS)('Pod Security "restricted" of v%s', (version) => {
  const minor = Number(version.split('.')[1]);
  const cases = podSecurityCases(version);

  test('answers to every fixture of Kubernetes as its admission does, in every form of a pod', () => {
    const wrong = cases.filter(({ request, answer }) => {
      const [workload] = workloadsOf(inputsOfObjects(resulting(request)));
      if (workload?.spec === undefined) throw new Error('the fixture has no pod');
      const violations = podSecurity('restricted', workload.metadata, workload.spec, minor);
      return (violations.length === 0) !== (answer === 'allowed');
    });
    expect(wrong.map(({ title, answer }) => `${title}: ${answer}`)).toEqual([]);
  });

  test('is asked in both directions', () => {
    const allowed = cases.filter(({ answer }) => answer === 'allowed').length;
    expect(allowed).toBeGreaterThan(50);
    expect(cases.length - allowed).toBeGreaterThan(200);
  });
});

test('what "baseline" refuses it refuses at its own level too, and it lets in what "restricted" lets in', () => {
  const wrong = FIXTURE_VERSIONS.flatMap((version) =>
    podSecurityCases(version).flatMap(({ title, request, answer }) => {
      const [workload] = workloadsOf(inputsOfObjects(resulting(request)));
      if (workload?.spec === undefined) throw new Error('the fixture has no pod');
      const isOfBaseline = title.startsWith('baseline-');
      if (!isOfBaseline && answer === 'refused') return [];
      const violations = podSecurity('baseline', workload.metadata, workload.spec, Number(version.split('.')[1]));
      return violations.length > 0 === isOfBaseline ? [] : [title];
    }),
  );
  expect(wrong).toEqual([]);
});
