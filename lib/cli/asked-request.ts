import { shown } from '../model/fault/fault';
import { isDnsLabel } from '../model/names/kubernetes-name';
import { AUTHENTICATION } from '../verify/authority/impersonation';
import { isOutsideNamespaces, readResourceName, type ResourceName } from '../verify/authority/resource-name';
import type { ApiRequest } from '../verify/authority/rule';
import { readUrlRequest, type UrlRequest } from '../verify/authority/url';
import { UsageError } from './exit-code';

/** Options of `who-can` that say more about the call. */
export interface AskedOptions {
  readonly namespace?: string;
  readonly name?: string;
  readonly indirect?: true;
}

/**
 * The call that `who-can` is asked about.
 *
 * @throws UsageError for what nobody is ever asked for: its answer would read as if nobody had the right
 */
export function askedRequest(verb: string, resource: string, options: AskedOptions): ApiRequest | UrlRequest {
  if (resource.startsWith('/')) return askedUrl(verb, resource, options);
  const found = readResourceName(resource);
  if (typeof found === 'string') throw new UsageError(found);
  refuseVerb(verb, found);
  refuseScope(options);
  if (options.namespace !== undefined && isOutsideNamespaces({ ...found, verb }))
    throw new UsageError(
      `--namespace ${shown(options.namespace)}: ${found.resource} are in no namespace, leave it out`,
    );
  const { namespaced: _, ...asked } = found;
  return {
    verb,
    ...asked,
    ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
    ...(options.name === undefined ? {} : { name: options.name }),
  };
}

function askedUrl(verb: string, url: string, options: AskedOptions): UrlRequest {
  const request = readUrlRequest(verb, url);
  if (typeof request === 'string') throw new UsageError(request);
  const beside = (['namespace', 'name', 'indirect'] as const).find((option) => options[option] !== undefined);
  if (beside !== undefined) throw new UsageError(`--${beside}: ${url} is a path, leave the option out`);
  return request;
}

function refuseVerb(verb: string, { resource, apiGroup }: ResourceName): void {
  if (verb.startsWith('impersonate:') && ![AUTHENTICATION, '*'].includes(apiGroup))
    throw new UsageError(`${verb} is asked for in the group ${AUTHENTICATION}: write ${resource}.${AUTHENTICATION}`);
}

/** @throws UsageError for what no object is called, such as the value of a variable that is not set */
function refuseScope({ namespace, name }: AskedOptions): void {
  if (namespace !== undefined && !isDnsLabel(namespace))
    throw new UsageError(
      `--namespace ${shown(namespace)}: give the name of a namespace, or leave it out for all of them`,
    );
  if (name === '') throw new UsageError(`--name "": give the name of an object, or leave it out`);
}
