import { shown } from '../../model/fault/fault';
import type { Rule } from './rule';

/** A call to a path of the API server that is no resource: `get /metrics`. Only bindings of the cluster hold for it. */
export interface UrlRequest {
  /** Method in lower case. */
  readonly verb: string;
  /** Without a query. */
  readonly url: string;
}

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'connect', 'trace', '*'];
/** https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go */
const OF_RESOURCES = /^\/(api\/+[^/]+|apis\/+[^/]+\/+[^/]+)\/+[^/]/;

/** Whether a rule allows a call to a path, by the rules of the authorizer: a star at its end stands for any rest. */
export function urlAllows({ verbs, nonResourceURLs = [] }: Rule, { verb, url }: UrlRequest): boolean {
  if (!verbs.includes('*') && !verbs.includes(verb)) return false;
  return nonResourceURLs.some((known) =>
    known.endsWith('*') ? url.startsWith(known.replace(/\*+$/, '')) : known === url,
  );
}

/** @returns a text with what is wrong if this is no call to a path */
export function readUrlRequest(verb: string, url: string): UrlRequest | string {
  if (!METHODS.includes(verb))
    return `${verb} is no method: a path is asked for by get, post, put, patch, delete or head`;
  if (/[*?#\s]/.test(url)) return `${shown(url)} is no path: write it in full, without stars and without a query`;
  if (OF_RESOURCES.test(url)) return `${url} is the path of a resource: give the resource, such as pods or jobs.batch`;
  return { verb, url };
}
