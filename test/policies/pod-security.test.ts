import { definePlatform } from '../../lib';
import { DIALECTS } from '../../lib/model/policies';
import { admissionPolicies } from '../../lib/policies';
import { FIXTURE_VERSIONS, podSecurityCases } from '../../conformance/cases/pod-security';
import { platformProps } from '../platform-props';
import { loadCel } from './engine/cel';
import { judgesOf } from './engine/dialects';
import { refusalsOf } from './engine/refusals';

beforeAll(loadCel);

describe.each(DIALECTS)('the rule pod-security alone, in the dialect %s', (dialect) => {
  test.each(FIXTURE_VERSIONS)(
    "answers to Kubernetes' own fixtures as Pod Security does at v%s, in every form of a pod, with its own words",
    (version) => {
      const platform = definePlatform({ ...platformProps(), kubernetesVersion: version });
      const judges = judgesOf(admissionPolicies(platform, { dialects: [dialect], rules: ['pod-security'] }), dialect);
      const cases = podSecurityCases(version);
      const wrong = cases.filter((one) => {
        const words = refusalsOf(judges, one).map(({ message }) => message);
        return one.answer === 'allowed' ? words.length > 0 : !words.some((word) => word.includes(one.says ?? ''));
      });
      expect(wrong.map(({ title, answer }) => `${answer}: ${title}`)).toEqual([]);
      const count = (answer: string): number => cases.filter((one) => one.answer === answer).length;
      expect([count('allowed') > 80, count('refused') > 400]).toEqual([true, true]);
    },
  );
});
