import { isCreated } from './request';
import { Thing, type Flag, type Items } from './values';

/**
 * The pod that a rule judges, wherever it is written. Kyverno's own generation of rules for controllers rewrites
 * expressions as text and ends as soon as anything but pods is matched
 * (https://kyverno.io/docs/policy-types/cluster-policy/autogen/); this is an expression like any other, the same in all
 * three dialects.
 */
export const pod: Thing = new Thing({ op: 'root', root: 'pod-spec' }).named('podSpec');

/** The same as it was before the change. */
export const oldPod: Thing = new Thing({ op: 'root', root: 'old-pod-spec' }).named('oldPodSpec');

export const podMetadata: Thing = new Thing({ op: 'root', root: 'pod-metadata' }).named('podMetadata');

/** Containers that the pod starts with: main ones, init containers and sidecars. */
export const containers: Items = pod
  .items('containers', 'container')
  .plus(pod.items('initContainers', 'container'))
  .named('containers');

/** The same and those that `kubectl debug` adds to a running pod. */
export const allContainers: Items = containers
  .plus(pod.items('ephemeralContainers', 'container'))
  .named('allContainers');

export const volumes: Items = pod.items('volumes', 'volume');

/**
 * An update that leaves the pod as it was passes, however bad it is: controllers update old objects to remove their
 * finalizers, and a rule that refuses this hangs Jobs (https://github.com/kyverno/kyverno/issues/8815).
 */
export const podUnchanged: Flag = isCreated.not().and(oldPod.is(pod));
