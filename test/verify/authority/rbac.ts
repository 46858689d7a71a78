import { Authority } from '../../../lib/verify/authority/authority';
import { readResourceName } from '../../../lib/verify/authority/resource-name';
import type { ApiRequest, Rule } from '../../../lib/verify/authority/rule';
import { subjectText } from '../../../lib/verify/authority/subject';
import { whoCan } from '../../../lib/verify/authority/who-can';
import { inputsOf } from '../../../lib/verify/input/inputs';

export const RBAC = 'rbac.authorization.k8s.io';
export const role = (kind: string, name: string, rules: Rule[], namespace = 'alpha'): object => ({
  apiVersion: `${RBAC}/v1`,
  kind,
  metadata: { name, ...(kind === 'Role' ? { namespace } : {}) },
  rules,
});
export const binding = (
  kind: string,
  name: string,
  to: [string, string],
  subjects: object[],
  namespace = 'alpha',
): object => ({
  apiVersion: `${RBAC}/v1`,
  kind,
  metadata: { name, ...(kind === 'RoleBinding' ? { namespace } : {}) },
  roleRef: { apiGroup: RBAC, kind: to[0], name: to[1] },
  subjects,
});
export const group = (name: string): object => ({ kind: 'Group', name, apiGroup: RBAC });
export const account = (name: string, namespace = 'alpha'): object => ({ kind: 'ServiceAccount', name, namespace });
export const authority = (...objects: object[]): Authority =>
  new Authority(
    inputsOf([{ name: 'rbac.json', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) }]),
  );
export const request = (text: string, namespace?: string, name?: string): ApiRequest => {
  const [verb, resource] = text.split(' ') as [string, string];
  const { namespaced: _, ...found } = readResourceName(resource) as Exclude<
    ReturnType<typeof readResourceName>,
    string
  >;
  return { verb, ...found, ...(namespace === undefined ? {} : { namespace }), ...(name === undefined ? {} : { name }) };
};
export const names = (found: Authority, text: string, namespace?: string, options = {}): string[] =>
  whoCan(found, request(text, namespace), options).map(
    ({ subject, namespace: where }) => `${subjectText(subject)} @${where}`,
  );
export const rule = (verbs: string, resources: string, more: Partial<Rule> = {}): Rule => ({
  apiGroups: [''],
  verbs: verbs.split(' '),
  resources: resources.split(' '),
  ...more,
});
