import type { Field } from '../input/field';
import type { KubernetesObject } from '../input/kubernetes-object';

/**
 * Whether a webhook is one of Kyverno's own, which do what its policies say. By its name and by where it leads: a name
 * alone anybody may take. It leads to the engine's namespace, where the platform alone writes Services, or beside the API
 * server, where runs what its operator started.
 *
 * @param namespace that of the engine
 */
export function isOfEngine({ name }: KubernetesObject, webhook: Field, namespace: string): boolean {
  return name.startsWith('kyverno-') && (leadsBeside(webhook) || serviceOf(webhook)?.namespace === namespace);
}

/** Whether a webhook leads to something beside the API server. */
export function leadsBeside(webhook: Field): boolean {
  const url = webhook.at('clientConfig', 'url')?.value;
  return typeof url === 'string' && /^https:\/\/(?:127\.0\.0\.1|localhost)[:/]/.test(url);
}

/** The Service to which a webhook leads; undefined where it leads to an address, or nobody can tell. */
export function serviceOf(webhook: Field): { readonly namespace: string; readonly name: string } | undefined {
  const client = webhook.get('clientConfig');
  const [namespace, name] = [client?.at('service', 'namespace')?.value, client?.at('service', 'name')?.value];
  const isService = client?.get('url') === undefined && typeof namespace === 'string' && typeof name === 'string';
  return isService ? { namespace, name } : undefined;
}
