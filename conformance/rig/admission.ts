import type { RunFolder } from './run-folder';

/**
 * Admission plugins beside those that are on by default. PodSecurity and a few others are defaults too: named here
 * because the suites rely on them.
 */
export const admissionPlugins = [
  'NodeRestriction',
  'PodSecurity',
  'DefaultTolerationSeconds',
  'RuntimeClass',
  'ValidatingAdmissionPolicy',
  'MutatingAdmissionPolicy',
  'ResourceQuota',
  'ExtendedResourceToleration',
];

/** Pod Security as managed clusters ship it: a namespace without labels is not held to anything. */
export function writeAdmissionConfiguration(folder: RunFolder): string {
  const level = 'privileged';
  return folder.write(
    'admission.json',
    JSON.stringify({
      apiVersion: 'apiserver.config.k8s.io/v1',
      kind: 'AdmissionConfiguration',
      plugins: [
        {
          name: 'PodSecurity',
          configuration: {
            apiVersion: 'pod-security.admission.config.k8s.io/v1',
            kind: 'PodSecurityConfiguration',
            defaults: {
              ...{ enforce: level, 'enforce-version': 'latest' },
              ...{ audit: level, 'audit-version': 'latest' },
              ...{ warn: level, 'warn-version': 'latest' },
            },
            exemptions: { usernames: [], runtimeClasses: [], namespaces: [] },
          },
        },
      ],
    }),
  );
}

/** Who did what to which object, without bodies; heartbeats left out. */
export function writeAuditPolicy(folder: RunFolder): string {
  return folder.write(
    'audit-policy.json',
    JSON.stringify({
      apiVersion: 'audit.k8s.io/v1',
      kind: 'Policy',
      omitStages: ['RequestReceived'],
      rules: [
        { level: 'None', resources: [{ group: 'coordination.k8s.io', resources: ['leases'] }] },
        { level: 'None', nonResourceURLs: ['/healthz*', '/livez*', '/readyz*'] },
        { level: 'Metadata' },
      ],
    }),
  );
}
