import fc from 'fast-check';
import { Authority } from '../../lib/verify/authority/authority';
import { requestText, type ApiRequest } from '../../lib/verify/authority/rule';
import type { UrlRequest } from '../../lib/verify/authority/url';
import { serviceAccountIdentity, type Identity } from '../../lib/verify/authority/subject';
import { inputsOf } from '../../lib/verify/input/inputs';
import { withCluster, type Cluster } from '../rig/cluster';
import type { KubeObject } from '../rig/kubectl';
import { until } from '../rig/until';
import type { Check, Suite } from './suite';

const CASES = 120;
const RBAC = 'rbac.authorization.k8s.io';

/** Generated roles and bindings, and who is asked about. One seed, so that every run asks the same. */
interface Case {
  readonly objects: readonly KubeObject[];
  readonly requests: readonly { readonly identity: Identity; readonly request: ApiRequest | UrlRequest }[];
}

const verb = fc.constantFrom('get', 'list', 'create', 'create', '*');
const group = fc.constantFrom('', '', 'apps', '*');
const resource = fc.constantFrom('pods', 'pods/exec', 'pods/*', '*/exec', 'secrets', 'deployments', '*');
const rule = fc.record(
  {
    verbs: fc.uniqueArray(verb, { minLength: 1, maxLength: 3 }),
    apiGroups: fc.uniqueArray(group, { minLength: 1, maxLength: 2 }),
    resources: fc.uniqueArray(resource, { minLength: 1, maxLength: 3 }),
    resourceNames: fc.uniqueArray(fc.constantFrom('one', 'two', ''), { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: ['verbs', 'apiGroups', 'resources'] },
);
const subject = fc.constantFrom('user', 'group', 'account', 'accounts', 'everybody');
const request = fc.record(
  {
    verb: fc.constantFrom('get', 'get', 'list', 'create', 'deletecollection'),
    apiGroup: fc.constantFrom('', '', 'apps'),
    resource: fc.constantFrom('pods', 'pods', 'secrets', 'deployments'),
    subresource: fc.constantFrom('exec', 'exec', 'status'),
    namespace: fc.constantFrom('a', 'a', 'a', 'b'),
    name: fc.constantFrom('one', 'three'),
  },
  { requiredKeys: ['verb', 'apiGroup', 'resource'] },
);
const paths = fc.constantFrom('/metrics', '/healthz', '/healthz/*', '/logs/*', '*');
const urlRule = fc.record({
  verbs: fc.uniqueArray(fc.constantFrom('get', 'post', '*'), { minLength: 1, maxLength: 2 }),
  nonResourceURLs: fc.uniqueArray(paths, { minLength: 1, maxLength: 2 }),
});
const urlRequest: fc.Arbitrary<UrlRequest> = fc.record({
  verb: fc.constantFrom('get', 'post'),
  url: fc.constantFrom('/metrics', '/healthz', '/healthz/ping', '/logs/kubelet.log', '/metrics/cadvisor'),
});
const generated = fc.record({
  role: fc.array(rule, { minLength: 1, maxLength: 2 }),
  urls: fc.array(urlRule, { minLength: 1, maxLength: 2 }),
  roleKind: fc.constantFrom('Role', 'ClusterRole', 'edit', 'view', 'admin', 'missing'),
  bindingKind: fc.constantFrom('RoleBinding', 'RoleBinding', 'ClusterRoleBinding'),
  subjects: fc.uniqueArray(subject, { minLength: 2, maxLength: 3 }),
  requests: fc.array(
    fc.record({
      request: fc.oneof({ weight: 5, arbitrary: request }, urlRequest),
      who: fc.constantFrom('user', 'user', 'group', 'group', 'account', 'account', 'stranger'),
    }),
    {
      minLength: 4,
      maxLength: 6,
    },
  ),
});

function cases(): readonly Case[] {
  return fc.sample(generated, { seed: 7, numRuns: CASES }).map((item, index) => {
    const [a, b] = [`c${index}-a`, `c${index}-b`];
    const builtIn = ['edit', 'view', 'admin', 'missing'].includes(item.roleKind);
    // A role of a namespace cannot be bound for the cluster.
    const bindingKind = item.roleKind === 'Role' ? 'RoleBinding' : item.bindingKind;
    const roleKind = item.roleKind === 'Role' ? 'Role' : 'ClusterRole';
    const roleName = builtIn ? item.roleKind : `c${index}`;
    const inA = (namespaced: boolean): object => (namespaced ? { namespace: a } : {});
    const role = {
      apiVersion: `${RBAC}/v1`,
      kind: roleKind,
      metadata: { name: roleName, ...inA(roleKind === 'Role') },
      // Roles of a namespace give nothing on paths, and the API server refuses those that try.
      rules: roleKind === 'Role' ? item.role : [...item.role, ...item.urls],
    };
    const binding = {
      apiVersion: `${RBAC}/v1`,
      kind: bindingKind,
      metadata: { name: `c${index}`, ...inA(bindingKind === 'RoleBinding') },
      roleRef: { apiGroup: RBAC, kind: roleKind, name: roleName },
      subjects: item.subjects.map((kind) => subjectOf(kind, index, a)),
    };
    return {
      objects: [...[a, b].map(namespaceOf), ...(builtIn ? [] : [role]), binding],
      requests: item.requests.map(({ request: asked, who }) => ({
        identity: identityOf(who, index, a),
        request:
          'url' in asked
            ? asked
            : ({
                ...asked,
                // Who gets one object names it; without a name nobody asks.
                ...(asked.name === undefined && (asked.verb === 'get' || asked.subresource !== undefined)
                  ? { name: 'one' }
                  : {}),
                ...(asked.namespace === undefined ? {} : { namespace: asked.namespace === 'a' ? a : b }),
              } as ApiRequest),
      })),
    };
  });
}

function namespaceOf(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

function subjectOf(kind: string, index: number, namespace: string): object {
  const named = (of: string, name: string): object => ({ kind: of, name, apiGroup: RBAC });
  switch (kind) {
    case 'user':
      return named('User', `user-${index}`);
    case 'group':
      return named('Group', `group-${index}`);
    case 'account':
      return { kind: 'ServiceAccount', name: 'account', namespace };
    case 'accounts':
      return named('Group', `system:serviceaccounts:${namespace}`);
    default:
      return named('Group', `everybody-${index}`);
  }
}

function identityOf(who: string, index: number, namespace: string): Identity {
  switch (who) {
    case 'account':
      return serviceAccountIdentity(namespace, 'account');
    case 'group':
      return { user: `member-${index}`, groups: [`group-${index}`, `everybody-${index}`, 'system:authenticated'] };
    case 'user':
      return { user: `user-${index}`, groups: ['system:authenticated'] };
    default:
      return { user: `stranger-${index}`, groups: ['system:authenticated'] };
  }
}

/** A role of one's own that extends the built-in ones. */
const EXTENSION: KubeObject = {
  apiVersion: `${RBAC}/v1`,
  kind: 'ClusterRole',
  metadata: { name: 'extends-edit', labels: { [`${RBAC}/aggregate-to-edit`]: 'true' } },
  rules: [{ apiGroups: ['example.com'], resources: ['widgets'], verbs: ['get'] }],
};

/** The verifier's answers about rights are those of a real API server. */
export const reviews: Suite = {
  name: 'reviews',
  title: 'the verifier answers who may do what as the API server does, on generated roles and bindings',
  engines: ['etcd', 'kubernetes'],
  run: ({ progress }) => withCluster({ progress }, review),
};

async function review({ kubectl }: Cluster): Promise<readonly Check[]> {
  const all = cases();
  const objects = [EXTENSION, ...all.flatMap(({ objects: own }) => own)];
  await kubectl.mustApply(objects);
  await until({
    what: 'the extension is in edit',
    deadlineSeconds: 30,
    missing: async () =>
      JSON.stringify(await kubectl.get('clusterrole', 'edit')).includes('widgets') ? undefined : 'not there yet',
  });
  const judge = new Authority(
    inputsOf([{ name: 'objects', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) }]),
  );
  const widgets: ApiRequest = {
    verb: 'get',
    apiGroup: 'example.com',
    resource: 'widgets',
    namespace: 'c0-a',
    name: 'one',
  };
  const asked = [
    ...all.flatMap(({ requests }) => requests),
    ...all.map((_, index) => ({
      identity: identityOf('user', index, ''),
      request: { ...widgets, namespace: `c${index}-a` },
    })),
  ];
  const reviews = asked.map(({ identity, request: wanted }) => ({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { user: identity.user, groups: identity.groups, ...attributes(wanted) },
  }));
  const answered = await kubectl.must(
    ['create', '-f', '-', '-o', 'json'],
    reviews.map((item) => JSON.stringify(item)).join('\n'),
  );
  const answers = split(answered);
  const allowed = answers.filter(({ status }) => status.allowed).length;
  return [
    {
      title: `${answers.length} reviews were answered, ${allowed} of them with yes`,
      fault: answers.length === asked.length && allowed > 50 ? undefined : `${asked.length} were asked`,
    },
    ...asked.flatMap(({ identity, request: wanted }, index): readonly Check[] => {
      const server = answers[index]?.status.allowed === true;
      const ours = judge.may(identity, wanted);
      if (server === ours) return [];
      return [
        {
          title: `${identity.user}: ${'url' in wanted ? `${wanted.verb} ${wanted.url}` : requestText(wanted)}`,
          fault: `the API server says ${server}, the verifier ${ours}`,
        },
      ];
    }),
  ];
}

function attributes(wanted: ApiRequest | UrlRequest): object {
  if ('url' in wanted) return { nonResourceAttributes: { verb: wanted.verb, path: wanted.url } };
  const { verb: asked, apiGroup, resource: on, subresource, namespace, name } = wanted;
  return {
    resourceAttributes: {
      verb: asked,
      group: apiGroup,
      resource: on,
      ...(subresource === undefined ? {} : { subresource }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(name === undefined ? {} : { name }),
    },
  };
}

interface Answer {
  readonly status: { readonly allowed: boolean };
}

/** kubectl prints a list, or one object after the other. */
function split(text: string): readonly Answer[] {
  const parsed =
    text.trimStart().startsWith('{') && !/^\}\n\{/m.test(text)
      ? [JSON.parse(text) as Answer & { items?: Answer[] }]
      : text.split(/^(?<=\}\n)(?=\{)/m).map((part) => JSON.parse(part) as Answer & { items?: Answer[] });
  return parsed.flatMap((item) => item.items ?? [item]);
}
