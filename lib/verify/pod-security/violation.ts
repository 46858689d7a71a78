import type { Field } from '../input/field';
import { containersOf, type Container } from '../workload/containers';

/** A pod as Pod Security judges it. */
export interface JudgedPod {
  readonly metadata: Field | undefined;
  readonly spec: Field;
  readonly containers: readonly Container[];
}

/** Something that a level forbids. */
export interface Violation {
  readonly message: string;
  /** The value, or the nearest thing around what is missing. */
  readonly at: Field;
  /** How it is mended, where it stands. */
  readonly fix: string;
}

/** A control of a level: what it finds. */
export type Control = (pod: JudgedPod, minor: number) => Iterable<Violation>;

export function judgedPod(metadata: Field | undefined, spec: Field): JudgedPod {
  return { metadata, spec, containers: containersOf(spec) };
}

/** The security contexts of a pod: its own, and those of its containers, with who sets them. */
export function* contexts({ spec, containers }: JudgedPod): Generator<readonly [string, Field]> {
  const pod = spec.get('securityContext');
  if (pod !== undefined) yield ['the pod', pod];
  for (const { name, field } of containers) {
    const context = field.get('securityContext');
    if (context !== undefined) yield [`container ${name}`, context];
  }
}

/** Pods that say they are for Windows are excused from what Windows does not have (https://kubernetes.io/docs/concepts/security/pod-security-standards/). */
export function isWindows({ spec }: JudgedPod): boolean {
  return spec.at('os', 'name')?.value === 'windows';
}

/** Pods in a user namespace may be root in it (https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/127-user-namespaces). */
export function isInUserNamespace({ spec }: JudgedPod): boolean {
  return spec.get('hostUsers')?.value === false;
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
