import { allContainers, pod, podMetadata } from '../predicate/pod';
import type { Flag, Text, Thing } from '../predicate/values';
import type { Control } from './control';

const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

/** By field, and by the annotation that came before it. */
export const appArmor: Control = () => ({
  message: 'leave AppArmor to the runtime: appArmorProfile.type RuntimeDefault or Localhost, or nothing',
  holds: allowedIn(pod)
    .and(allContainers.all(allowedIn))
    .and(
      podMetadata
        .thing('annotations')
        .keys('key')
        .all((key) => key.startsWith(ANNOTATION).implies(allowedAnnotation(podMetadata.text(['annotations', key])))),
    ),
});

const allowedIn = (where: Thing): Flag =>
  where
    .has('securityContext.appArmorProfile')
    .implies(where.text('securityContext.appArmorProfile.type').isOneOf(['RuntimeDefault', 'Localhost']));

const allowedAnnotation = (value: Text): Flag =>
  value.isOneOf(['', 'runtime/default']).or(value.startsWith('localhost/'));
