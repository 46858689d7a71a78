import { describedProject } from '../../scope/described-project';
import { serviceAccountOf, DEFAULT_ACCOUNT } from '../../workload/account';
import type { Check } from '../check';
import { fails } from '../../problem';
import { ruledPods } from '../training-pods';
import { accountRoles } from './parts/account-role';

export const serviceAccount: Check = {
  id: 'pod/service-account',
  title: 'Training pods run as the account of their project, which names the role of the project and no other',
  why: 'The account is what the role in the cloud trusts; "default" is whoever forgot to choose.',
  stops: ['A1', 'A2'],
  control:
    'serviceAccountName of the pod; the role annotation of the account under IRSA, none beside Pod Identity, and none of two projects',
  fix: 'set serviceAccountName to the account of the project',
  *judge(evidence) {
    const { platform } = evidence;
    yield* ruledPods(evidence, 'service-account', ({ spec, namespace }) => {
      const { name, at } = serviceAccountOf(spec);
      const own = describedProject(platform, namespace.name)?.serviceAccount;
      if (own !== undefined)
        return name === own ? [] : [fails(`runs as ${name} and not as ${own}`, { at: at ?? spec })];
      return name === DEFAULT_ACCOUNT
        ? [fails('runs as the default account of its namespace', { at: at ?? spec })]
        : [];
    });
    yield* accountRoles(evidence);
  },
};
