import { MASTERS } from '../people/system-groups';
import { ecrHost } from '../aws/arn';
import * as v from 'valibot';
import type { Aws } from '../aws/aws';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { duplicateFaults, namespaceNameFaults, objectNameFaults } from '../names';
import { adminGroupFaults, type GroupOwner } from '../people/group-names';
import { adminGroup } from '../people/persona';
import { optionalText, shape, textList, type Draft } from '../fault/shape';
import { controllerFaults } from './controller-name';
import { DIALECTS, MODES, type Dialect, type Mode } from './dialect';
import { exceptionFaults, exceptionShape, type PolicyExceptionProps } from './exception';
import { imagePrefixFaults, PROJECT_PLACEHOLDER } from './image-prefix';
import { resolveSignature, signatureFaults, signatureShape, type Signature, type SignatureProps } from './signature';

/** What the cluster refuses, whatever tool asks for it. */
export interface PoliciesProps {
  /**
   * How the policies are written; several during a migration. Whatever is chosen, the rules that guard the isolation
   * itself are also written as Kubernetes' own policies.
   * @default ["kyverno"]
   */
  readonly dialects?: readonly Dialect[];
  /** Whether requests are refused or only reported. @default "enforce" */
  readonly mode?: Mode;
  /**
   * Where images of training pods come from: prefixes that end with a slash. `{project}` stands for the project's name,
   * so that no project runs, and reads, the private images of another.
   * @default - on AWS the account's own registry, `{project}/` and `shared/`; required elsewhere
   */
  readonly registries?: readonly string[];
  /** Who must have signed images. Not for the dialect `vap` alone: Kubernetes' own policies cannot ask a registry. @default - none */
  readonly signatures?: readonly SignatureProps[];
  /** RuntimeClasses that training pods may name, such as `gvisor`. @default - none: the runtime of the node */
  readonly runtimeClasses?: readonly string[];
  /** Namespaces outside the projects whose pods may ask for GPUs, such as those of inference. @default - none */
  readonly gpuNamespaces?: readonly string[];
  /**
   * Groups that may change what isolates, besides the platform's admin group and `system:masters`: whoever applies the
   * manifests, such as `system:serviceaccounts:argocd`.
   * @default - none besides those two
   */
  readonly platformGroups?: readonly string[];
  /** Groups that may open shells in any project's pods, besides the platform's admin group and `system:masters`. @default - none */
  readonly breakGlassGroups?: readonly string[];
  /**
   * Users or groups of operators that write cluster-wide objects and status, make pods of projects or start what waits in
   * their queue, such as `system:serviceaccount:rook-ceph:rook-csi-rbd-provisioner-sa`. Controllers of Kubernetes, those in kube-system and
   * the components of the description need not be listed, but for accounts of a component whose rights the verifier does
   * not know to be needed.
   * @default - none
   */
  readonly controllers?: readonly string[];
  /**
   * Name of the Kueue LocalQueue that every project has. Jobs then carry its label and start when the queue says so, which
   * has to be a component (`kueue`) or one of the `controllers`.
   * @default - no queue
   */
  readonly queue?: string;
  /**
   * Work that single rules do not judge. Kyverno looks for them in the namespace of the component `kyverno`, if its chart
   * is given `features.policyExceptions` as `helm-values kyverno` writes it.
   * @default - none
   */
  readonly exceptions?: readonly PolicyExceptionProps[];
}

export const policiesShape = v.optional(
  shape<PoliciesProps>({
    dialects: v.optional(v.array(v.picklist(DIALECTS))),
    mode: v.optional(v.picklist(MODES)),
    registries: v.optional(textList),
    signatures: v.optional(v.array(signatureShape)),
    runtimeClasses: v.optional(textList),
    gpuNamespaces: v.optional(textList),
    platformGroups: v.optional(textList),
    breakGlassGroups: v.optional(textList),
    controllers: v.optional(textList),
    queue: optionalText,
    exceptions: v.optional(v.array(exceptionShape)),
  }),
);

/** {@link PoliciesProps} with every default filled in. */
export interface Policies {
  /** Forms in which the policies are written. */
  readonly dialects: readonly Dialect[];
  /** Whether requests are refused or only reported. */
  readonly mode: Mode;
  /** Prefixes of the images of training pods, each ending with a slash; `{project}` stands for the project's name. */
  readonly registries: readonly string[];
  /** Who must have signed images. */
  readonly signatures: readonly Signature[];
  /** RuntimeClasses that training pods may name. */
  readonly runtimeClasses: readonly string[];
  /** Namespaces outside the projects whose pods may ask for GPUs. */
  readonly gpuNamespaces: readonly string[];
  /** All groups that may change what isolates. */
  readonly platformGroups: readonly string[];
  /** All groups that may open shells in any project's pods. */
  readonly breakGlassGroups: readonly string[];
  /** Users or groups of operators that may make pods of projects and write what only controllers write. */
  readonly controllers: readonly string[];
  /** Name of the Kueue LocalQueue of every project; undefined without a queue. */
  readonly queue?: string;
  /** Work that single rules do not judge. */
  readonly exceptions: readonly PolicyExceptionProps[];
}

/** The dialects that policies are written in. */
export function dialectsOf(props: Draft<PoliciesProps> | undefined): readonly Dialect[] {
  return props?.dialects?.filter((dialect) => dialect !== undefined) ?? ['kyverno'];
}

/** Name of the component that judges requests in the dialects of Kyverno. */
export const KYVERNO = 'kyverno';

export function resolvePolicies(platform: string, aws: Aws | undefined, props: PoliciesProps = {}): Policies {
  // Refusing the second would protect nothing: authorization lets it do everything, policies removed first.
  const administrators = [adminGroup(platform), MASTERS];
  const registries = props.registries ?? (aws === undefined ? [] : accountRegistry(aws));
  return {
    dialects: dialectsOf(props),
    mode: props.mode ?? 'enforce',
    registries,
    signatures: (props.signatures ?? []).map((signature) => resolveSignature(signature, registries)),
    runtimeClasses: props.runtimeClasses ?? [],
    gpuNamespaces: props.gpuNamespaces ?? [],
    platformGroups: [...administrators, ...(props.platformGroups ?? [])],
    breakGlassGroups: [...administrators, ...(props.breakGlassGroups ?? [])],
    controllers: props.controllers ?? [],
    ...(props.queue === undefined ? {} : { queue: props.queue }),
    exceptions: props.exceptions ?? [],
  };
}

function accountRegistry(aws: Aws): string[] {
  const registry = ecrHost(aws);
  return [`${registry}/${PROJECT_PLACEHOLDER}/`, `${registry}/shared/`];
}

/** What the checks have to know about the rest of the description. */
export interface PolicyReferences {
  readonly onAws: boolean;
  /** Whether pods without a NetworkPolicy reach nothing. */
  readonly startsClosed: boolean;
  /** Names of the components; undefined where the description leaves them to the library. */
  readonly components: readonly string[] | undefined;
  readonly projects: readonly string[];
  readonly platform: string | undefined;
  /** Whose groups and accounts are whose. */
  readonly groupOwners: readonly GroupOwner[];
}

export function policyFaults(props: Draft<PoliciesProps>, path: string, known: PolicyReferences): Fault[] {
  const faults: Fault[] = [];
  const refuse = (field: string, given: unknown, allowed: string, fix: string): void => {
    faults.push({ path: `${path}.${field}`, given: shown(given), allowed, fix });
  };
  const { dialects, registries, signatures } = props;
  if (dialects?.length === 0) refuse('dialects', [], `some of ${DIALECTS.join(', ')}`, 'leave it out for kyverno');
  faults.push(...duplicateFaults(dialects ?? [], (index) => `${path}.dialects[${index}]`, 'dialect'));
  if (registries === undefined ? !known.onAws : registries.length === 0) {
    refuse(
      'registries',
      registries,
      'prefixes of the images that training pods may run',
      `such as "registry.example.com/${PROJECT_PLACEHOLDER}/": whoever creates a Job otherwise runs any image`,
    );
  }
  registries?.forEach((prefix, index) => faults.push(...imagePrefixFaults(prefix, `${path}.registries[${index}]`)));
  signatures?.forEach((signature, index) => {
    if (signature !== undefined) faults.push(...signatureFaults(signature, `${path}.signatures[${index}]`));
  });
  if ((signatures?.length ?? 0) > 0 && dialects !== undefined && dialects.every((dialect) => dialect === 'vap')) {
    refuse(
      'signatures',
      `${signatures?.length} with dialect vap alone`,
      'a dialect of Kyverno beside vap',
      "Kubernetes' own policies cannot ask a registry: add kyverno or kyverno-cel to policies.dialects",
    );
  }
  const usesKyverno = dialects === undefined || dialects.some((dialect) => dialect !== 'vap');
  if (usesKyverno && known.startsClosed && known.components?.includes(KYVERNO) === false) {
    faults.push({
      path: 'components',
      given: shown(known.components),
      allowed: 'kyverno among them, or policies.dialects: ["vap"]',
      fix: 'without its NetworkPolicy the API server does not reach Kyverno, and every pod of the cluster is refused',
    });
  }
  props.gpuNamespaces?.forEach((name, index) =>
    faults.push(...namespaceNameFaults(name, `${path}.gpuNamespaces[${index}]`)),
  );
  for (const field of ['platformGroups', 'breakGlassGroups'] as const) {
    props[field]?.forEach((name, index) =>
      faults.push(...adminGroupFaults(name, `${path}.${field}[${index}]`, known.platform, known.groupOwners)),
    );
  }
  props.controllers?.forEach((name, index) =>
    faults.push(...controllerFaults(name, `${path}.controllers[${index}]`, known.groupOwners)),
  );
  for (const [index, name] of (props.runtimeClasses ?? []).entries()) {
    faults.push(...objectNameFaults(name, `${path}.runtimeClasses[${index}]`, 'the name of a RuntimeClass'));
  }
  faults.push(...objectNameFaults(props.queue, `${path}.queue`, 'the name of a LocalQueue'));
  if (
    props.queue !== undefined &&
    known.components?.includes('kueue') === false &&
    (props.controllers ?? []).length === 0
  ) {
    faults.push({
      path: `${path}.queue`,
      given: shown(props.queue),
      allowed: 'kueue among the components, or the account of the queue in policies.controllers',
      fix: 'nobody else may start what waits, so that no job would ever start',
    });
  }
  props.exceptions?.forEach((exception, index) => {
    if (exception !== undefined)
      faults.push(...exceptionFaults(exception, `${path}.exceptions[${index}]`, known.projects));
  });
  return faults;
}
