/** People and accounts whose rights are asked for. */
export const identities = {
  viewer: 'reads state and logs of the project',
  scientist: 'also creates and deletes Jobs',
  engineer: 'also runs the Deployments and Services of the project',
  debugger: 'opens shells in pods of its own project, where the description says so and why',
  training: 'the account that training pods run as',
  default: 'the account of pods that name none',
  stranger: 'anybody who may log in',
} as const;

export type Identity = keyof typeof identities;

/** Who may do what. */
export interface Right {
  readonly verbs: readonly string[];
  /** Resources by name and group: `pods/log`, `jobs.batch`. */
  readonly resources: readonly string[];
  readonly who: readonly Identity[];
}

const see = ['get', 'list', 'watch'];
const people: readonly Identity[] = ['viewer', 'scientist', 'engineer'];

/**
 * All rights inside the own project. What is not here is refused, whatever the API server serves: no Secret, no shell
 * but for debuggers, no bare pod, no change of a policy, quota, role or label, and nothing at all for accounts.
 */
export const ownProject: readonly Right[] = [
  {
    verbs: see,
    resources: [
      ...['pods', 'pods/log', 'events', 'events.events.k8s.io', 'services', 'configmaps', 'persistentvolumeclaims'],
      ...['resourcequotas', 'limitranges', 'networkpolicies.networking.k8s.io'],
      ...['jobs.batch', 'cronjobs.batch', 'deployments.apps', 'replicasets.apps'],
    ],
    who: people,
  },
  { verbs: ['create', 'delete'], resources: ['jobs.batch'], who: ['scientist', 'engineer'] },
  { verbs: ['create', 'update', 'patch', 'delete'], resources: ['deployments.apps', 'services'], who: ['engineer'] },
  { verbs: ['get', 'list'], resources: ['pods'], who: ['debugger'] },
  { verbs: ['get', 'create'], resources: ['pods/exec'], who: ['debugger'] },
];

/** All rights outside any namespace: questions about oneself, which Kubernetes gives to everybody who may log in. */
export const cluster: readonly Right[] = [
  {
    verbs: ['create'],
    resources: [
      'selfsubjectaccessreviews.authorization.k8s.io',
      'selfsubjectrulesreviews.authorization.k8s.io',
      'selfsubjectreviews.authentication.k8s.io',
    ],
    who: Object.keys(identities) as Identity[],
  },
];

/** `jobs` in group `batch` is `jobs.batch`, `pods/log` in no group stays as it is. */
export function fullName(group: string, name: string): string {
  const [resource, ...subresource] = name.split('/');
  return [group === '' ? resource : `${resource}.${group}`, ...subresource].join('/');
}

/** `create jobs.batch`, once for each verb and resource that the identity may. */
export function rightsOf(identity: Identity, rights: readonly Right[]): ReadonlySet<string> {
  const own = rights.filter(({ who }) => who.includes(identity));
  return new Set(
    own.flatMap(({ verbs, resources }) => resources.flatMap((name) => verbs.map((verb) => `${verb} ${name}`))),
  );
}
