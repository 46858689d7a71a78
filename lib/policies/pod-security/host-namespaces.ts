import { pod } from '../predicate/pod';
import { allOf } from '../predicate/values';
import type { Control } from './control';

export const hostNamespaces: Control = () => ({
  message: 'leave out hostNetwork, hostPID and hostIPC',
  holds: allOf(...['hostNetwork', 'hostPID', 'hostIPC'].map((field) => pod.flag(field).not())),
});
