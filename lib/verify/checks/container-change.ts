import type { ContainerChange } from './pod-probe';

type Change = ContainerChange['change'];

/** Adds to the variables of a container, the sources of them, or its ports. */
export const withMore =
  (list: 'env' | 'envFrom' | 'ports', entry: object): Change =>
  (container) => ({ ...container, [list]: [...((container[list] as readonly object[] | undefined) ?? []), entry] });

/** Adds to the security context: without the rest of it other policies would refuse the container for reasons of their own. */
export const withContext =
  (more: object): Change =>
  (container) => ({ ...container, securityContext: { ...(container['securityContext'] as object), ...more } });
