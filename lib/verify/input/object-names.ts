import { isDnsLabel, isDnsSubdomain } from '../../model/names';
import { ownValue } from '../record';
import { builtInVersion } from './built-in-kinds';
import type { Field } from './field';
import { groupOf } from './kinds';

/**
 * What the API server asks of a name (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/). An object
 * with another one never reaches a cluster, and must not count as if it stood there.
 */
interface NameRule {
  readonly allows: (name: string) => boolean;
  readonly allowed: string;
}

const SUBDOMAIN: NameRule = {
  allows: isDnsSubdomain,
  allowed:
    'lower-case letters, digits, dashes and dots, at most 253, each part starting and ending with a letter or digit',
};
/** Of Services too: whether one may start with a digit is a setting of the cluster, https://kep.k8s.io/5311. */
const LABEL: NameRule = {
  allows: isDnsLabel,
  allowed: 'lower-case letters, digits and dashes, at most 63, starting and ending with a letter or digit',
};
const PATH_SEGMENT: NameRule = {
  allows: (name) => name !== '' && name !== '.' && name !== '..' && !/[/%]/.test(name),
  allowed: 'neither . nor .., and no / or %',
};

/** Kinds of Kubernetes itself with another rule than most; a disruption budget's name is not looked at further. */
const OTHERWISE: Readonly<Record<string, NameRule>> = {
  Namespace: LABEL,
  Service: LABEL,
  Role: PATH_SEGMENT,
  ClusterRole: PATH_SEGMENT,
  RoleBinding: PATH_SEGMENT,
  ClusterRoleBinding: PATH_SEGMENT,
  PodDisruptionBudget: PATH_SEGMENT,
  CertificateSigningRequest: PATH_SEGMENT,
  APIService: PATH_SEGMENT,
  CSIDriver: PATH_SEGMENT,
};

/**
 * Groups of custom resources, whose names are subdomains whatever the kind
 * (https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiextensions-apiserver/pkg/registry/customresource/validator.go).
 * Of other groups it is not known that a cluster serves them at all: tools have files of the same form.
 */
const CUSTOM_GROUPS = new Set(
  [
    'argoproj.io batch.volcano.sh cilium.io crd.projectcalico.org eks.amazonaws.com external-secrets.io',
    'gateway.networking.k8s.io jobset.x-k8s.io k8s.cni.cncf.io karpenter.k8s.aws karpenter.sh kubeflow.org',
    'kueue.x-k8s.io kyverno.io leaderworkerset.x-k8s.io networking.istio.io networking.k8s.aws',
    'policies.kyverno.io policy.networking.k8s.io projectcalico.org ray.io security.istio.io',
    'snapshot.storage.k8s.io trainer.kubeflow.org vpcresources.k8s.aws',
  ].flatMap((line) => line.split(' ')),
);

function ruleOf(apiVersion: string, kind: string): NameRule | undefined {
  const group = groupOf(apiVersion);
  if (CUSTOM_GROUPS.has(group)) return SUBDOMAIN;
  const version = builtInVersion(kind);
  if (version === undefined || groupOf(version) !== group) return undefined;
  return ownValue(OTHERWISE, kind) ?? SUBDOMAIN;
}

/** Reports the name of an object or of its namespace that an API server refuses. Of kinds that are not known here nothing is. */
export function checkNames(metadata: Field, apiVersion: string, kind: string): void {
  const rule = ruleOf(apiVersion, kind);
  if (rule === undefined) return;
  const given = metadata.get('name');
  const name = given ?? metadata.get('generateName');
  const namespace = metadata.get('namespace');
  const misnamed = isText(name) && !rule.allows(given === undefined ? begun(name.value) : name.value);
  const misplaced = isText(namespace) && !LABEL.allows(namespace.value);
  if (misnamed) name.refuseAsServer(`the name of a ${kind}: ${rule.allowed}`, REFUSED);
  if (misplaced) namespace.refuseAsServer(`the name of a namespace: ${LABEL.allowed}`, REFUSED);
}

const REFUSED = 'correct it: the API server refuses the object';

/** Anything but a text is reported where it is read. */
function isText(field: Field | undefined): field is Field & { readonly value: string } {
  return typeof field?.value === 'string';
}

/** A beginning may end in a dash, since something follows it. */
function begun(prefix: string): string {
  return prefix.length > 1 ? prefix.replace(/-$/, 'x') : prefix;
}
