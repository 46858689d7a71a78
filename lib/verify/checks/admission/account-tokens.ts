import type { Check } from '../check';
import { eachNamespace, inProject, manifest, type Probe } from '../probe';
import { writtenPolicy } from './parts/written-policy';

export const accountTokens: Check = {
  id: 'admission/account-tokens',
  title: "Nobody but kubelets and operators mints tokens of a project's accounts",
  why: 'A token of the training account with the audience of the cloud is the role of the project, outside any pod.',
  stops: ['A2', 'A3', 'T4'],
  control: 'an admission policy on serviceaccounts/token',
  fix: writtenPolicy('account-tokens'),
  *judge(evidence) {
    yield* eachNamespace(evidence, function* (namespace): Generator<Probe> {
      const object = manifest('v1', 'ServiceAccount', { name: 'train', namespace: namespace.name });
      yield {
        meaning: 'a token of the account',
        request: inProject(namespace, { operation: 'CREATE', object, subresource: 'token' }),
      };
    });
  },
};
