import { runningAs } from '../../workload/account';
import type { Check } from '../check';
import { addedVolume, podProbes, type PodChange } from '../pod-probe';
import { eachProject } from '../probe';
import { writtenPolicy } from './parts/written-policy';

const CHANGES: readonly PodChange[] = [
  {
    meaning: 'a pod with another service account',
    rule: 'service-account',
    change: (spec) => runningAs(spec, 'another'),
  },
  {
    meaning: 'a pod with a token for the API server',
    rule: 'service-account',
    change: (spec) => ({ ...spec, automountServiceAccountToken: true }),
  },
  {
    meaning: 'a projected token for the API server',
    rule: 'service-account',
    change: addedVolume({
      projected: { sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3600 } }] },
    }),
  },
];

export const serviceAccount: Check = {
  id: 'admission/service-account',
  title: 'Pods of a project run as its account, without a token for the API server',
  why: 'The account is what the cloud role trusts; a token for the API server is what a script looks for first.',
  stops: ['A1', 'A2', 'T13'],
  control: 'an admission policy on serviceAccountName, automountServiceAccountToken and projected tokens',
  fix: writtenPolicy('service-account'),
  *judge(evidence) {
    yield* eachProject(evidence, (namespace) => podProbes(evidence, namespace, CHANGES));
  },
};
