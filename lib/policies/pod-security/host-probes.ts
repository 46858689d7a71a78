import { allContainers } from '../predicate/pod';
import { allOf } from '../predicate/values';
import type { Control } from './control';

const HANDLERS = [
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle.postStart',
  'lifecycle.preStop',
].flatMap((handler) => [`${handler}.httpGet.host`, `${handler}.tcpSocket.host`]);

/** From 1.34 on: the kubelet would connect to any host from the node (https://github.com/kubernetes/enhancements/tree/master/keps/sig-auth/4940-pod-level-host-restrictions-in-probes). */
export const hostProbes: Control = () => ({
  message: 'leave out host in probes and lifecycle handlers: they reach the pod itself',
  holds: allContainers.all((container) => allOf(...HANDLERS.map((field) => container.text(field).is('')))),
});
