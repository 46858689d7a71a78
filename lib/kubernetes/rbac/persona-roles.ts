import type { Persona, Platform, Project } from '../../model';
import { personaRole } from '../../model/people/persona';
import type { ClusterRole, PolicyRule, Role, RoleBinding } from '../api';
import { platformMetadata, projectMetadata } from '../metadata';

const READ = ['get', 'list', 'watch'];

/** What every persona may see of its own project. No Secrets: a Secret that can be read needs no volume. */
const SEE: readonly PolicyRule[] = [
  {
    apiGroups: [''],
    resources: [
      'pods',
      'pods/log',
      'events',
      'services',
      'configmaps',
      'persistentvolumeclaims',
      'resourcequotas',
      'limitranges',
    ],
    verbs: READ,
  },
  { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: READ },
  { apiGroups: ['apps'], resources: ['deployments', 'replicasets'], verbs: READ },
  { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: READ },
  { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: READ },
];

/**
 * Jobs are created and deleted, never changed: a patch of `suspend` starts a job past its queue. Whoever creates Jobs
 * acts as the training account, with its claims and Secrets; that is what a project shares.
 */
const RUN_JOBS: PolicyRule = { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'delete'] };

/** ConfigMaps stay read-only: a ConfigMap that is mounted as code is code. */
const RUN_SERVICES: readonly PolicyRule[] = [
  { apiGroups: ['apps'], resources: ['deployments'], verbs: ['create', 'update', 'patch', 'delete'] },
  { apiGroups: [''], resources: ['services'], verbs: ['create', 'update', 'patch', 'delete'] },
];

/**
 * Rights of each persona inside its own project. On purpose nobody is given: pods create (a pod names any account and claim
 * and escapes the network policies of the VPC CNI), exec, attach, portforward, proxy, ephemeralcontainers, Secrets,
 * serviceaccounts/token, impersonate, bind, escalate, and any write to policies, quotas, limits, namespaces, bindings.
 */
const RULES: Readonly<Record<Persona, readonly PolicyRule[]>> = {
  viewer: SEE,
  scientist: [...SEE, RUN_JOBS],
  engineer: [...SEE, RUN_JOBS, ...RUN_SERVICES],
};

function personaRules(persona: Persona): PolicyRule[] {
  return RULES[persona].map((rule) => ({ ...rule }));
}

/** The role of a persona for the whole cluster; it gives nothing until a project binds it in its own namespace. */
export function personaClusterRole(platform: Platform, persona: Persona): ClusterRole {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: platformMetadata(platform, personaRole(platform.name, persona), undefined, {
      purpose: `Rights of the persona ${persona} in a project. Each project binds it in its own namespace only.`,
    }),
    rules: personaRules(persona),
  };
}

/** The same role inside one project, where the cluster has no platform roles. */
export function personaNamespacedRole(platform: Platform, project: Project, persona: Persona): Role {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: projectMetadata(platform, project, persona),
    rules: personaRules(persona),
  };
}

/** Gives the groups of a persona its role in the project's namespace, and nowhere else. */
export function personaBinding(
  platform: Platform,
  project: Project,
  persona: Persona,
  role: 'ClusterRole' | 'Role',
): RoleBinding {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: projectMetadata(platform, project, `${persona}s`),
    subjects: groups(project.groups[persona]),
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: role,
      name: role === 'ClusterRole' ? personaRole(platform.name, persona) : persona,
    },
  };
}

export function groups(names: readonly string[]): NonNullable<RoleBinding['subjects']> {
  return names.map((name) => ({ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name }));
}
