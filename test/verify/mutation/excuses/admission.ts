import type { Excuse } from './excuse';

/** Guards that stand in both dialects, so that either refuses. */
const TWICE =
  'ml-(?:claim-sources|cluster-guards|controller-objects|library-files|namespace-labels|project-guards|project-namespaces|service-shape)';

export const OF_ADMISSION: readonly Excuse[] = [
  {
    of: /^(?:ClusterPolicy|ValidatingAdmissionPolicy(?:Binding)?) /,
    path: /^(?:metadata\.labels\.training-isolation\/rule|metadata\.name|spec\.rules\[\d+\]\.name)$/,
    operators: ['remove', 'other'],
    reason: 'a name for people; bindings and exceptions that name a policy have checks',
  },
  {
    of: /^(?:ClusterPolicy|ValidatingAdmissionPolicy) /,
    path: /^spec\.(?:rules\[\d+\]\.validate\.(?:message|cel\.expressions\[\d+\]\.message)|validations\[\d+\]\.(?:message|reason))$/,
    operators: ['remove', 'other', 'swap'],
    reason: 'what the refused are told',
  },
  {
    of: /^ClusterPolicy /,
    path: /^spec\.(?:background|emitWarning|rules\[\d+\]\.(?:skipBackgroundRequests|validate\.(?:allowExistingViolations|cel\.generate)))$/,
    operators: ['remove', 'negate'],
    reason: 'reports on what is there already, warnings and copies of the policy: requests are refused all the same',
  },
  {
    of: /^ClusterPolicy /,
    path: /^spec\.(?:admission|webhookConfiguration|webhookConfiguration\.(?:failurePolicy|timeoutSeconds))$/,
    operators: ['remove'],
    reason: 'the defaults: at admission, refusing on errors, after ten seconds',
  },
  {
    of: /^ClusterPolicy /,
    path: /^spec\.webhookConfiguration\.(?:failurePolicy|timeoutSeconds)$/,
    operators: ['other', 'zero', 'more'],
    reason: 'how long the API server waits; a word that it does not know is refused with the whole policy',
  },
  {
    of: /^ValidatingAdmissionPolicy /,
    path: /^spec\.(?:failurePolicy|matchConstraints\.matchPolicy)$/,
    operators: ['remove', 'other'],
    reason:
      'Fail and Equivalent are the defaults; a word that the API server does not know is refused with the whole policy',
  },
  {
    of: new RegExp(`^ClusterPolicy ${TWICE} `),
    path: /^(?:|apiVersion|kind|spec|spec\.rules.*)$/,
    reason: "the API server's own copy of the guard refuses what Kyverno's would",
  },
];
