import { KUBE_SYSTEM } from '../../model/kubernetes/kubernetes-namespaces';
import type { Rule } from './rule';
import type { RbacSubject } from './subject';

/** A role that every API server creates for itself. */
export interface BuiltInRole {
  readonly name: string;
  /** Undefined for cluster roles. */
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of the roles whose rules it collects. */
  readonly aggregates: readonly Readonly<Record<string, string>>[];
  readonly rules: readonly Rule[];
}

/** A binding that every API server creates for itself. */
export interface BuiltInBinding {
  readonly name: string;
  /** Of it and of its role; undefined for those of the whole cluster. */
  readonly namespace?: string;
  readonly role: string;
  readonly subjects: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}

/** Whom such a binding binds. */
export function subjectsOf({ subjects }: BuiltInBinding): readonly RbacSubject[] {
  return subjects.map(({ kind, name, namespace = KUBE_SYSTEM }) =>
    kind === 'ServiceAccount' ? { kind, name, namespace } : { kind: kind as 'User' | 'Group', name },
  );
}
