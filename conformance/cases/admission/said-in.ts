import type { Dialect, Platform } from '../../../lib';
import { admissionPolicies } from '../../../lib/policies';
import { isAlwaysThere } from '../../../lib/policies/judged';
import type { KubeObject } from '../../rig/kubectl';
import type { AdmissionCase } from './case';
import type { AdmissionRequest } from './request';
import { apiVersionInPath, kindInPath } from './resource-path';

/**
 * Whether a dialect itself answers a case. Of some rules it says nothing, and a ClusterPolicy of Kyverno names no kind that
 * may not be installed: Kubernetes' own policy stands in for both.
 */
export function isSaidIn(platform: Platform, dialect: Dialect, { rule, request }: AdmissionCase): boolean {
  const policies = admissionPolicies(platform, { dialects: [dialect], rules: [rule] });
  const isItsOwn = (apiVersion: string): boolean =>
    (dialect === 'vap') === apiVersion.startsWith('admissionregistration.');
  return (
    policies.some(({ apiVersion }) => isItsOwn(apiVersion)) && (dialect !== 'kyverno' || isAlwaysThere(kindOf(request)))
  );
}

function kindOf(request: AdmissionRequest): Parameters<typeof isAlwaysThere>[0] {
  const [object, subresource] = objectOf(request);
  const [version = '', group = ''] = apiVersionInPath(object, subresource).split('/').reverse();
  return { group, version, kind: kindInPath(object, subresource), resource: '' };
}

function objectOf(request: AdmissionRequest): readonly [object: KubeObject, subresource?: string | undefined] {
  switch (request.operation) {
    case 'CREATE':
      return [request.object, request.subresource];
    case 'CONNECT':
      return [request.to];
    default:
      return [request.was];
  }
}
