/** Kubernetes' own types, in Kubernetes' own spelling. Types only: importing them costs nothing at run time. */
export type * from './kubernetes.generated';
