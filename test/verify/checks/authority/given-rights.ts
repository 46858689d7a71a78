import type { Loose } from '../example';

export const GROUP = 'rbac.authorization.k8s.io';

/** A binding of somebody to a role with one rule. */
export function given(rule: object, options: { namespace?: string; subject?: object } = {}): Loose[] {
  const { namespace } = options;
  // In a project it is a group of the project: strangers turn a check of their own.
  const name = namespace === undefined ? 'developers' : 'ml:alpha:viewers';
  const { subject = { kind: 'Group', name, apiGroup: GROUP } } = options;
  const kind = namespace === undefined ? 'ClusterRole' : 'Role';
  const metadata = { name: 'extra', ...(namespace === undefined ? {} : { namespace }) };
  return [
    { apiVersion: `${GROUP}/v1`, kind, metadata, rules: [rule] },
    {
      apiVersion: `${GROUP}/v1`,
      kind: `${kind}Binding`,
      metadata,
      subjects: [subject],
      roleRef: { apiGroup: GROUP, kind, name: 'extra' },
    },
  ];
}

export const core = (resources: string[], verbs: string[]): object => ({ apiGroups: [''], resources, verbs });
