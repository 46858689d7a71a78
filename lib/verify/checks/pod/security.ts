import { ENFORCED } from '../../../model/kubernetes/pod-security-labels';
import { minorOf, podSecurity } from '../../pod-security/pod-security';
import { oldestMinor } from '../../pod-security/oldest-minor';
import type { Check } from '../check';
import { fails } from '../../problem';
import { ruledPods } from '../training-pods';

export const security: Check = {
  id: 'pod/security',
  title: 'Training pods pass Pod Security "restricted"',
  why: 'A pod with the privileges of its node is the node, and every project that ever lands there.',
  stops: ['A1', 'A3'],
  control: 'securityContext of the pod and of every container, init and debug containers included',
  fix: 'set what Pod Security asks for: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  *judge(evidence) {
    const oldest = oldestMinor(evidence.platform);
    yield* ruledPods(evidence, 'pod-security', ({ namespace, workload, spec }) => {
      const minor = minorOf(namespace.labels.get(ENFORCED.version));
      // Rules are added and taken back: a pod has to pass those of the label, and none that are too old.
      const minors = minor !== undefined && minor < oldest ? [minor, oldest] : [minor];
      const found = minors.flatMap((one) => podSecurity('restricted', workload.metadata, spec, one));
      return [...new Map(found.map((violation) => [violation.message, violation])).values()].map(
        ({ message, at, fix }) => fails(message, { at, fix }),
      );
    });
  },
};
