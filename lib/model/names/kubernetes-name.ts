import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';

/** Namespaces, Services, containers: RFC 1123 (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/). */
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
/** What stands behind the slash of a key, and alone where there is none. */
const NAME_PART = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const FILE_KEY = /^[-._A-Za-z0-9]+$/;

/** Most characters of a DNS label and of a part of a name. */
export const LABEL_SIZE = 63;
const SUBDOMAIN_SIZE = 253;

export function isDnsLabel(text: string): boolean {
  return DNS_LABEL.test(text) && text.length <= LABEL_SIZE;
}

/** Names of most objects: ServiceAccounts, Secrets, ConfigMaps, claims, classes. */
export function isDnsSubdomain(text: string): boolean {
  return DNS_SUBDOMAIN.test(text) && text.length <= SUBDOMAIN_SIZE;
}

/** A key of labels, annotations and taints (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/). */
export function isLabelKey(text: string): boolean {
  const [name = '', prefix, ...more] = text.split('/').reverse();
  return more.length === 0 && NAME_PART.test(name) && (prefix === undefined || isDnsSubdomain(prefix));
}

export function isLabelValue(text: string): boolean {
  return text === '' || NAME_PART.test(text);
}

/** A resource that a device plugin advertises, such as `nvidia.com/gpu`: a key that always has a prefix. */
export function isExtendedResource(text: string): boolean {
  return text.includes('/') && isLabelKey(text);
}

/** A key of a ConfigMap or Secret, which becomes the name of a file (https://kubernetes.io/docs/concepts/configuration/configmap/). */
export function isFileKey(text: string): boolean {
  return FILE_KEY.test(text) && text.length <= SUBDOMAIN_SIZE && text !== '.' && !text.startsWith('..');
}

/**
 * Domains whose keys kubelets, EKS and Karpenter keep for themselves: a node with one of them does not start, or loses it
 * (https://kubernetes.io/docs/reference/labels-annotations-taints/, https://karpenter.sh/docs/concepts/nodepools/).
 */
export const RESERVED_DOMAINS = ['kubernetes.io', 'k8s.io', 'eks.amazonaws.com', 'karpenter.sh', 'karpenter.k8s.aws'];

/** Whether a prefix of keys, or the prefix of a key, lies in one of them. */
export function isReservedPrefix(prefix: string): boolean {
  return RESERVED_DOMAINS.some((domain) => prefix === domain || prefix.endsWith(`.${domain}`));
}

export function namespaceNameFaults(namespace: string | undefined, path: string): Fault[] {
  if (namespace === undefined || isDnsLabel(namespace)) return [];
  return [
    {
      path,
      given: shown(namespace),
      allowed: 'the name of a namespace: a DNS label of at most 63 characters',
      fix: 'correct the name',
    },
  ];
}

/** @param what what the name must name, such as `the exact name of a claim, no pattern` */
export function objectNameFaults(name: string | undefined, path: string, what: string): Fault[] {
  if (name === undefined || isDnsSubdomain(name)) return [];
  return [
    {
      path,
      given: shown(name),
      allowed: what,
      fix: 'lower-case letters, digits, dashes and dots, each part starting and ending with a letter or digit',
    },
  ];
}
