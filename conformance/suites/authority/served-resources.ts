import type { ApiClient } from '../../rig/api-client';

/** A resource or subresource that the API server serves, and what can be done with it. */
export interface ServedResource {
  readonly group: string;
  /** `pods`, `pods/exec`. */
  readonly name: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

interface ResourceList {
  readonly groupVersion: string;
  readonly resources: readonly { readonly name: string; readonly namespaced: boolean; readonly verbs: string[] }[];
}

interface GroupList {
  readonly groups: readonly { readonly name: string; readonly preferredVersion: { readonly groupVersion: string } }[];
}

/** Everything that the API server serves, subresources included. */
export async function servedResources(api: ApiClient): Promise<readonly ServedResource[]> {
  const { groups } = await api.get<GroupList>('/apis');
  const lists = await Promise.all([
    ofGroup(api, '', '/api/v1'),
    ...groups.map(({ name, preferredVersion }) => ofGroup(api, name, `/apis/${preferredVersion.groupVersion}`)),
  ]);
  return [...lists.flat(), ...withoutEndpoint];
}

async function ofGroup(api: ApiClient, group: string, path: string): Promise<readonly ServedResource[]> {
  const { resources } = await api.get<ResourceList>(path);
  return resources.map(({ name, namespaced, verbs }) => ({
    group,
    name,
    namespaced,
    verbs: [...verbs, ...(beyondEndpoints[name] ?? [])],
  }));
}

/** Verbs that no endpoint has but that the server asks the authorizer for. */
const beyondEndpoints: Readonly<Record<string, readonly string[]>> = {
  roles: ['bind', 'escalate'],
  clusterroles: ['bind', 'escalate'],
  serviceaccounts: ['impersonate'],
};

/** Things that only the authorizer knows. */
const withoutEndpoint: readonly ServedResource[] = [
  { group: '', name: 'users', namespaced: false, verbs: ['impersonate'] },
  { group: '', name: 'groups', namespaced: false, verbs: ['impersonate'] },
  { group: 'authentication.k8s.io', name: 'uids', namespaced: false, verbs: ['impersonate'] },
  { group: 'authentication.k8s.io', name: 'userextras/scopes', namespaced: false, verbs: ['impersonate'] },
  { group: 'certificates.k8s.io', name: 'signers', namespaced: false, verbs: ['approve', 'sign', 'attest'] },
];
