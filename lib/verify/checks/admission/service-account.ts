import type { Evidence } from '../../evidence';
import { onceFor } from '../../once-for';
import type { TrainingNamespace } from '../../scope/training-scope';
import { DEFAULT_ACCOUNT, runningAs } from '../../workload/account';
import type { Check } from '../check';
import { addedVolume, podProbes, type PodChange } from '../pod-probe';
import { eachProject } from '../probe';
import { basePod, type PodSpec } from './parts/base-pod';
import { writtenPolicy } from './parts/written-policy';

const rule = 'service-account';

/** What the API server takes for itself on EKS and in most other clusters (https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/, `--api-audiences`). */
const OF_SERVER = 'https://kubernetes.default.svc';

const projected = (token: object): PodChange['change'] =>
  addedVolume({
    projected: { sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3600, ...token } }] },
  });

function* changes(evidence: Evidence, namespace: TrainingNamespace): Generator<PodChange> {
  const own = accountOf(evidence, namespace);
  const as =
    (account: string): PodChange['change'] =>
    (spec) =>
      runningAs(spec, account);
  yield { meaning: 'a pod with another service account', rule, change: as('another') };
  yield { meaning: 'a pod with an account whose name begins like its own', rule, change: as(`${own}x`) };
  if (own !== DEFAULT_ACCOUNT) {
    yield { meaning: 'a pod with the default account', rule, change: as(DEFAULT_ACCOUNT) };
    yield {
      meaning: 'a pod that names no account',
      rule,
      change: ({ serviceAccountName: _, serviceAccount: __, ...spec }) => spec as PodSpec,
    };
  }
  yield {
    meaning: 'a pod with a token for the API server',
    rule,
    change: (spec) => ({ ...spec, automountServiceAccountToken: true }),
  };
  if (someAccountsGiveTokens(evidence))
    yield {
      meaning: 'a pod that does not refuse the token of its account',
      rule,
      change: ({ automountServiceAccountToken: _, ...spec }) => spec as PodSpec,
    };
  yield { meaning: 'a projected token for the API server', rule, change: projected({}) };
  yield {
    meaning: 'a projected token for the API server by its name',
    rule,
    change: projected({ audience: OF_SERVER }),
  };
  // Whom else a project may show a token to only a description says.
  if (evidence.platform !== undefined)
    yield { meaning: 'a projected token for somebody else', rule, change: projected({ audience: 'somebody-else' }) };
}

function accountOf(evidence: Evidence, namespace: TrainingNamespace): string {
  const { serviceAccountName, serviceAccount: older } = basePod(evidence, namespace).spec;
  const [name] = [serviceAccountName, older].filter((one) => typeof one === 'string' && one !== '');
  return typeof name === 'string' ? name : DEFAULT_ACCOUNT;
}

/** Whether a pod of some project that says nothing of it may be given a token; asked of all of them, since one is asked for many. */
const someAccountsGiveTokens = onceFor((evidence: Evidence): boolean =>
  evidence.scope.namespaces.some((namespace) => {
    const account = evidence.objects.find('', 'ServiceAccount', namespace.name, accountOf(evidence, namespace));
    return account?.field.get('automountServiceAccountToken')?.value !== false;
  }),
);

export const serviceAccount: Check = {
  id: 'admission/service-account',
  title: 'Pods of a project run as its account, without a token for the API server',
  why: 'The account is what the cloud role trusts; a token for the API server is what a script looks for first.',
  stops: ['A1', 'A2', 'T13'],
  control: 'an admission policy on serviceAccountName, automountServiceAccountToken and projected tokens',
  fix: writtenPolicy('service-account'),
  *judge(evidence) {
    yield* eachProject(evidence, (namespace) => podProbes(evidence, namespace, [...changes(evidence, namespace)]));
  },
};
