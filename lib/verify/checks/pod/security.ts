import { minorOf, podSecurity } from '../../pod-security/pod-security';
import type { Check } from '../check';
import { fails } from '../finding';
import { ruledPods } from './training-pods';

export const security: Check = {
  id: 'pod/security',
  title: 'Training pods pass Pod Security "restricted"',
  why: 'A pod with the privileges of its node is the node, and every project that ever lands there.',
  answers: ['A1', 'A3'],
  control: 'securityContext of the pod and of every container, init and debug containers included',
  fix: 'see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  *judge(evidence) {
    yield* ruledPods(evidence, 'pod-security', ({ namespace, workload, spec }) => {
      const minor = minorOf(namespace.labels.get('pod-security.kubernetes.io/enforce-version'));
      return podSecurity('restricted', workload.metadata, spec, minor).map(({ message, at }) => fails(message, { at }));
    });
  },
};
