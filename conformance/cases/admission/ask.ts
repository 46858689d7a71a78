import type { ApiAnswer, ApiClient, ApiRequest } from '../../rig/api-client';
import type { KubeObject } from '../../rig/kubectl';
import type { AdmissionCase } from './case';
import { changed, type AdmissionRequest, type Change } from './request';
import { collectionPath } from './resource-path';

/** What the cluster answered. */
export interface Answer {
  /** `broken`: neither let in nor refused by admission; the case itself is wrong. */
  readonly answer: 'allowed' | 'refused' | 'broken';
  /** The cluster's own words. */
  readonly words: string;
}

/**
 * Makes the request of a case as the person of the case. Nothing is stored: requests are dry runs, for which admission
 * answers as for the real thing, and connections end before they are upgraded.
 */
export async function ask(api: ApiClient, { who, request }: Pick<AdmissionCase, 'who' | 'request'>): Promise<Answer> {
  const { status, text } = await api.answer({ ...apiRequest(request), as: who });
  const words = wordsOf({ status, text });
  if (/denied (the )?request/.test(words)) return { answer: 'refused', words };
  // An admitted connection fails later, since nobody upgrades it and no kubelet is there.
  const isLetIn = status < 300 || (request.operation === 'CONNECT' && status !== 403);
  return { answer: isLetIn ? 'allowed' : 'broken', words };
}

export function wordsOf({ status, text }: Pick<ApiAnswer, 'status' | 'text'>): string {
  if (status < 300) return '';
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text.trim();
  }
}

/** The request of a case, as a dry run. */
export function apiRequest(request: AdmissionRequest): ApiRequest {
  switch (request.operation) {
    case 'CREATE': {
      const { object, subresource } = request;
      const collection = collectionPath(object, subresource);
      const path = subresource === undefined ? collection : `${collection}/${object.metadata.name}/${subresource}`;
      return { method: 'POST', path: `${path}?dryRun=All&fieldValidation=Strict`, body: object };
    }
    case 'UPDATE': {
      const { was, change, subresource } = request;
      const path = [pathOf(was), ...(subresource === undefined ? [] : [subresource])].join('/');
      return {
        method: 'PATCH',
        path: `${path}?dryRun=All&fieldValidation=Strict`,
        body: mergePatch(was, change) as object,
      };
    }
    case 'DELETE':
      return { method: 'DELETE', path: `${pathOf(request.was)}?dryRun=All` };
    case 'CONNECT':
      return { method: 'GET', path: connectionPath(request) };
  }
}

/** JSON merge patches know no items of lists: a list that changes is given whole. */
function mergePatch(was: unknown, change: Change): unknown {
  const now = changed(was, change) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(change).map(([field, value]) => {
      const before = (was as Record<string, unknown> | undefined)?.[field];
      if (value === null || Array.isArray(before) || typeof value !== 'object' || Array.isArray(value))
        return [field, value === null ? null : now[field]];
      return [field, mergePatch(before ?? {}, value as Change)];
    }),
  );
}

const pathOf = (object: KubeObject): string => `${collectionPath(object)}/${object.metadata.name}`;

/** Without the header that asks for a stream: admission comes before it is missed. */
function connectionPath({ to, subresource, path = '' }: Extract<AdmissionRequest, { operation: 'CONNECT' }>): string {
  const options = {
    exec: '?command=true&stdout=true',
    attach: '?stdout=true',
    portforward: '?ports=80',
    proxy: `/${path}`,
  };
  return `${pathOf(to)}/${subresource}${options[subresource]}`;
}
