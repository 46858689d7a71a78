import type { Kind } from '../judged';
import { isNode, isOperator, isPlatform } from '../people';
import { anyOf } from '../predicate/values';
import type { ExpressionRule } from '../rule';

const TOKEN: Kind = {
  group: '',
  version: 'v1',
  resource: 'serviceaccounts',
  kind: 'ServiceAccount',
  subresource: 'token',
};

export const accountTokens: ExpressionRule = {
  id: 'account-tokens',
  title: "Only kubelets and operators mint tokens of a project's accounts",
  why: 'A token of the training account with the audience of the cloud is the cloud role of the project, outside any pod.',
  stops: ['A2', 'A3', 'T4'],
  judges: [{ kinds: [TOKEN], operations: ['CREATE'] }],
  scope: 'projects',
  beside: 'no persona may create tokens; NodeRestriction binds kubelets to the pods of their node',
  requires: (platform) => [
    {
      message: 'run the work as a Job of the project: its pod has the credentials',
      holds: anyOf(isNode, isPlatform(platform), isOperator(platform)),
    },
  ],
};
