import type { Kubectl, KubeObject } from '../../rig/kubectl';
import type { AdmissionCase } from './case';
import { changed, type AdmissionRequest, type Change } from './request';
import { collectionPath, kindInPath, resourceOf } from './resource-path';

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
 *
 * @param kubectl as administrator
 */
export async function ask(kubectl: Kubectl, { who, request }: AdmissionCase): Promise<Answer> {
  const { code, stderr } = await send(kubectl.as(who.user, ...who.groups), request);
  const words = stderr.trim();
  if (/denied (the )?request/.test(words)) return { answer: 'refused', words };
  // An admitted connection fails later, since nobody upgrades it.
  if (code === 0 || (request.operation === 'CONNECT' && !/forbidden/i.test(words))) return { answer: 'allowed', words };
  return { answer: 'broken', words };
}

function send(kubectl: Kubectl, request: AdmissionRequest): ReturnType<Kubectl['answer']> {
  switch (request.operation) {
    case 'CREATE': {
      const { object, subresource } = request;
      const kind = kindInPath(object, subresource);
      const collection = collectionPath(object, kind);
      const path = subresource === undefined ? collection : `${collection}/${object.metadata.name}/${subresource}`;
      return kubectl.answer(
        ['create', '--raw', `${path}?dryRun=All&fieldValidation=Strict`, '-f', '-'],
        JSON.stringify(object),
      );
    }
    case 'UPDATE':
      return patch(kubectl, request);
    case 'DELETE':
      return kubectl.answer(['delete', '--raw', `${pathOf(request.was)}?dryRun=All`]);
    case 'CONNECT':
      return kubectl.answer(['get', '--raw', connectionPath(request)]);
  }
}

function patch(
  kubectl: Kubectl,
  { was, change, subresource }: Extract<AdmissionRequest, { operation: 'UPDATE' }>,
): ReturnType<Kubectl['answer']> {
  const { name, namespace } = was.metadata;
  const [group] = was.apiVersion.includes('/') ? was.apiVersion.split('/') : [undefined];
  const resource = group === undefined ? resourceOf(was.kind) : `${resourceOf(was.kind)}.${group}`;
  return kubectl.answer([
    ...['patch', resource, name, '--type=merge', '--dry-run=server'],
    ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
    ...(subresource === undefined ? [] : [`--subresource=${subresource}`]),
    `--patch=${JSON.stringify(mergePatch(was, change))}`,
  ]);
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
