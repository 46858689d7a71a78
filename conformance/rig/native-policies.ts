import type { ApiClient } from './api-client';
import { until } from './until';

const GROUP = 'admissionregistration.k8s.io/v1';
const POLICIES = `/apis/${GROUP}/validatingadmissionpolicies`;
const BINDINGS = `/apis/${GROUP}/validatingadmissionpolicybindings`;

/** A policy of the API server's own and its binding, of one name. */
export interface NativePolicy {
  readonly name: string;
  /** What it judges and demands. */
  readonly spec: object;
  /** Whom of those the binding means. @default - all */
  readonly matchResources?: object | undefined;
  readonly action: 'Deny' | 'Warn';
}

/** Both as objects. */
export function nativePolicy({ name, spec, matchResources, action }: NativePolicy): readonly [object, object] {
  const metadata = { name };
  return [
    { apiVersion: GROUP, kind: 'ValidatingAdmissionPolicy', metadata, spec },
    {
      apiVersion: GROUP,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: { policyName: name, validationActions: [action], ...(matchResources && { matchResources }) },
    },
  ];
}

export async function installNativePolicy(api: ApiClient, one: NativePolicy): Promise<void> {
  const [policy, binding] = nativePolicy(one);
  await api.post(POLICIES, policy);
  await api.post(BINDINGS, binding);
}

/** @param name of the policy and its binding; without one all are removed */
export async function removeNativePolicies(api: ApiClient, name?: string): Promise<void> {
  for (const path of [BINDINGS, POLICIES])
    await api.answer({ method: 'DELETE', path: name === undefined ? path : `${path}/${name}` });
}

/** The one ConfigMap that the last policy refuses. */
const LAST = 'last-policy';

/**
 * Waits until the API server judges by all policies that were installed and by none that were removed. It has no condition for
 * that, but hears of changes in their order: one more policy that comes and goes has come and gone last.
 */
export async function untilPoliciesSettled(api: ApiClient): Promise<void> {
  const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] };
  await installNativePolicy(api, {
    name: LAST,
    spec: {
      matchConstraints: { resourceRules: [{ ...rule, resourceNames: [LAST] }] },
      validations: [{ expression: 'false' }],
    },
    action: 'Deny',
  });
  await untilAnswered(api, 'refuses by the last policy', (isRefused) => isRefused);
  await removeNativePolicies(api, LAST);
  await untilAnswered(api, 'has forgotten the last policy', (isRefused) => !isRefused);
}

async function untilAnswered(api: ApiClient, what: string, isSo: (isRefused: boolean) => boolean): Promise<void> {
  await until({
    what: `the API server ${what}`,
    deadlineSeconds: 60,
    missing: async () => {
      const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: LAST } };
      const path = '/api/v1/namespaces/default/configmaps?dryRun=All';
      const { status } = await api.answer({ method: 'POST', path, body });
      return isSo(status >= 300) ? undefined : `it answers ${status}`;
    },
  });
}
