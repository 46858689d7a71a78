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

const standardVerbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

interface Review {
  readonly status: { readonly allowed: boolean; readonly reason?: string };
}

/** Asks for every verb that a resource of the place has, and for the rights that are expected. */
export function askEverything(
  api: ApiClient,
  subject: Subject,
  place: Place,
  served: readonly ServedResource[],
  expected: ReadonlySet<string>,
): Promise<readonly Answer[]> {
  const resources = served.filter(({ namespaced }) => namespaced === (place !== 'cluster'));
  const namespace = typeof place === 'object' ? place.namespace : undefined;
  const questions = resources.flatMap(({ group, name, verbs }) => {
    const all = [...new Set([...standardVerbs, ...verbs])];
    return all
      .map((verb) => ({ group, name, verb, right: `${verb} ${fullName(group, name)}` }))
      .filter(({ verb, right }) => verbs.includes(verb) || expected.has(right));
  });
  return Promise.all(
    questions.map(async ({ group, name, verb, right }) => {
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
      return { right, allowed: status.allowed, reason: status.reason ?? '' };
    }),
  );
}
