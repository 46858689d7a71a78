import fc from 'fast-check';
import { Admission } from '../../lib/verify/admission/admission';
import { inputsOf } from '../../lib/verify/input/inputs';
import { matching, type Matching } from '../cases/native/generated';
import { REQUESTS, STANDING, type NativeRequest } from '../cases/native/requests';
import { EngineFault } from '../engine-fault';
import { ApiClient } from '../rig/api-client';
import { withCluster } from '../rig/cluster';
import {
  installNativePolicy,
  nativePolicy,
  removeNativePolicies,
  untilPoliciesSettled,
  type NativePolicy,
} from '../rig/native-policies';
import { expressionsAgree } from './native-policies/expressions';
import { askAll } from './question';
import type { Suite } from './suite';

const GENERATED = 250;
/** Characters of all warnings of an answer, headers and dates of HTTP among them. */
const MOST_WARNINGS = 4096;

/** Whom policies of the API server judge, by their constraints and by their bindings, and what their expressions say. */
export const nativePolicies: Suite = {
  name: 'native-policies',
  title: "the verifier's answers on whom the API server's own policies judge, and what they say, are the API server's",
  engines: ['etcd', 'kubernetes'],
  run({ progress }) {
    return withCluster({ progress }, async ({ kubectl, kubeconfig }) => {
      const api = new ApiClient(kubeconfig);
      await progress.step('what stands before the policies', () => kubectl.mustApply(STANDING));
      // One seed, so that every run asks the same.
      const cases = fc.sample(matching, { numRuns: GENERATED, seed: 1 });
      await progress.step('policies', async () => {
        for (const [at, one] of cases.entries()) await installNativePolicy(api, policyOf(one, `p${at}`, 'Warn'));
        await untilPoliciesSettled(api);
      });
      const checks = await askAll(
        [
          {
            title: `${GENERATED} generated policies judge what the verifier is sure that they judge, and nothing else`,
            ask: async () => {
              const tally = { judged: 0, 'let be': 0, unknown: 0 };
              const wrong: string[] = [];
              for (const request of REQUESTS) {
                const theirs = await warnersOf(api, request);
                for (const [at, one] of cases.entries()) {
                  const ours = judged(one, request);
                  if (ours === 'unknown') tally.unknown++;
                  else if ((ours === 'judged') === theirs.has(at)) tally[ours]++;
                  else wrong.push(`${request.title} is ${ours}, the API server differs: ${JSON.stringify(one)}`);
                }
              }
              if (wrong.length > 0) throw new EngineFault(wrong.join('\n'));
              const told = Object.entries(tally)
                .map(([what, count]) => `${count} ${what}`)
                .join(', ');
              if (tally.judged < 300 || tally['let be'] < 2000)
                throw new EngineFault(`${told}: too few to mean anything`);
              return told;
            },
          },
        ],
        progress,
      );
      await progress.step('no policies', async () => {
        await removeNativePolicies(api);
        await untilPoliciesSettled(api);
      });
      checks.push(...(await askAll([expressionsAgree(api)], progress)));
      api.close();
      return checks;
    });
  },
};

/** A policy that holds nothing true; what the API server only warns of, the verifier is told that it denies. */
function policyOf(
  { matchConstraints, matchResources }: Matching,
  name: string,
  action: NativePolicy['action'],
): NativePolicy {
  const spec = { matchConstraints, validations: [{ expression: 'false', message: '-' }] };
  return { name, spec, matchResources, action };
}

/** Which policies the API server asks about a request, by what they warn of; the request itself changes nothing. */
async function warnersOf(api: ApiClient, { method, path, body, title }: NativeRequest): Promise<ReadonlySet<number>> {
  const answer = await api.answer({
    method,
    path: `${path}${path.includes('?') ? '&' : '?'}dryRun=All`,
    ...(body && { body }),
  });
  if (answer.status >= 300) throw new EngineFault(`${title}: ${answer.status} ${answer.text.slice(0, 300)}`);
  // Of more the API server leaves some out (k8s.io/apiserver, pkg/endpoints/filters/warning.go).
  if (answer.warnings.length > MOST_WARNINGS) throw new EngineFault(`${title}: too many warnings to be all`);
  return new Set([...answer.warnings.matchAll(/'p(\d+)' with binding/g)].map(([, at]) => Number(at)));
}

function judged(one: Matching, { admission }: NativeRequest): 'judged' | 'let be' | 'unknown' {
  const files = nativePolicy(policyOf(one, 'theirs', 'Deny')).map((object, at) => ({
    name: String(at),
    text: JSON.stringify(object),
  }));
  const { refusing, perhaps } = new Admission(inputsOf(files), { rule: 'rule' }, 'kyverno').ask(admission);
  return refusing.length > 0 ? 'judged' : perhaps.length > 0 ? 'unknown' : 'let be';
}
