import type { ResourceType } from '../resource-type';
import { provider } from './arn';

export const iam: Readonly<Record<string, ResourceType>> = {
  'aws:iam/role:Role': {
    required: ['assumeRolePolicy'],
    optional: ['name', 'path', 'description', 'maxSessionDuration', 'permissionsBoundary', 'tags'],
    replaces: ['name', 'path'],
    source: provider('iam/role.go'),
    name: 'name',
    id: ({ name }, fresh) => String(name ?? `role-${fresh}`),
    outputs: (id, { path }, { account }) => ({
      arn: `arn:aws:iam::${account}:role${String(path ?? '/')}${id}`,
      uniqueId: `AROA${id.length}`,
    }),
  },
  'aws:iam/rolePolicy:RolePolicy': {
    required: ['role', 'policy'],
    optional: ['name'],
    replaces: ['name', 'role'],
    source: provider('iam/role_policy.go'),
    id: ({ role, name }, fresh) => `${String(role)}:${String(name ?? fresh)}`,
  },
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': {
    required: ['role', 'policyArn'],
    optional: [],
    replaces: ['role', 'policyArn'],
    source: provider('iam/role_policy_attachment.go'),
    id: ({ role, policyArn }) => `${String(role)}/${String(policyArn)}`,
  },
  'aws:iam/instanceProfile:InstanceProfile': {
    required: ['role'],
    optional: ['name', 'path', 'tags'],
    replaces: ['name', 'path'],
    source: provider('iam/instance_profile.go'),
    name: 'name',
    id: ({ name }, fresh) => String(name ?? `profile-${fresh}`),
    outputs: (id, { path }, { account }) => ({
      arn: `arn:aws:iam::${account}:instance-profile${String(path ?? '/')}${id}`,
    }),
  },
};
