import type { ApiClient } from '../../rig/api-client';
import { fullName } from './rights';
import type { ServedResource } from './served-resources';

/** Somebody as the authorizer sees him. */
export interface Subject {
  readonly user: string;
  readonly groups: readonly string[];
}

/** Where a question is meant: one namespace, all of them, or outside. */
export type Place = { readonly namespace: string } | 'everywhere' | 'cluster';

/** What the authorizer says. */
export interface Answer {
  /** `create jobs.batch`. */
  readonly right: string;
  readonly allowed: boolean;
  /** Through which binding. */
  readonly reason: string;
}

interface Review {
  readonly status: { readonly allowed: boolean; readonly reason?: string };
}

const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

/** Asks for every verb of every resource of the place. */
export function askEverything(
  api: ApiClient,
  subject: Subject,
  place: Place,
  served: readonly ServedResource[],
): Promise<readonly Answer[]> {
  const resources = served.filter(({ namespaced }) => namespaced === (place !== 'cluster'));
  const namespace = typeof place === 'object' ? place.namespace : undefined;
  const questions = resources.flatMap(({ group, name, verbs: own }) =>
    [...new Set([...verbs, ...own])].map((verb) => ({ group, name, verb })),
  );
  return Promise.all(
    questions.map(async ({ group, name, verb }) => {
      const [resource, ...subresource] = name.split('/');
      const { status } = await api.post<Review>('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: {
          user: subject.user,
          groups: [...subject.groups, 'system:authenticated'],
          resourceAttributes: { namespace, verb, group, resource, subresource: subresource.join('/') },
        },
      });
      return { right: `${verb} ${fullName(group, name)}`, allowed: status.allowed, reason: status.reason ?? '' };
    }),
  );
}
