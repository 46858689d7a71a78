import { DEBUGGED_PODS_AND_TEMPLATES } from '../judged';
import { allContainers, podUnchanged } from '../predicate/pod';
import { allOf } from '../predicate/values';
import type { ExpressionRule } from '../rule';

export const secretVariables: ExpressionRule = {
  id: 'secret-variables',
  title: 'Secrets are mounted as files, never put into variables',
  why: 'Every process of the pod inherits its variables, crash reports and debuggers print them, and a refreshed Secret never reaches them.',
  stops: ['A1'],
  judges: DEBUGGED_PODS_AND_TEMPLATES,
  scope: 'projects',
  unchanged: podUnchanged,
  requires: () => [
    {
      message: 'mount the Secret as a file instead of secretKeyRef or secretRef',
      holds: allContainers.all((container) =>
        allOf(
          container.items('env', 'variable').all((variable) => variable.has('valueFrom.secretKeyRef').not()),
          container.items('envFrom', 'source').all((source) => source.has('secretRef').not()),
        ),
      ),
    },
  ],
};
