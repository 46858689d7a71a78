import type { Excuse } from './excuse';

/** Guards that stand in both dialects, so that either refuses. */
const TWICE =
  'ml-(?:claim-sources|cluster-guards|controller-objects|library-files|namespace-labels|project-guards|project-namespaces|service-shape)';

export const OF_ADMISSION: readonly Excuse[] = [
  {
    of: /^(?:ClusterPolicy|ValidatingAdmissionPolicy(?:Binding)?) /,
    path: /^(?:metadata\.labels\.training-isolation\/rule|metadata\.name|spec\.rules\[\d+\]\.name)$/,
    operators: ['remove', 'other'],
    nature: 'words',
    reason: 'a name for people; bindings and exceptions that name a policy have checks',
  },
  {
    of: /^(?:ClusterPolicy|ValidatingAdmissionPolicy) /,
    path: /^spec\.(?:rules\[\d+\]\.validate\.(?:message|cel\.expressions\[\d+\]\.message)|validations\[\d+\]\.(?:message|reason))$/,
    operators: ['remove', 'other', 'swap'],
    nature: 'words',
    reason: 'what the refused are told',
  },
  {
    of: /^ClusterPolicy /,
    path: /^spec\.(?:background|emitWarning|rules\[\d+\]\.(?:skipBackgroundRequests|validate\.(?:allowExistingViolations|cel\.generate)))$/,
    operators: ['remove', 'negate'],
    nature: 'aside',
    reason: 'reports on what is there already, warnings and copies of the policy: requests are refused all the same',
  },
  {
    of: /^ClusterPolicy /,
    path: /^spec\.(?:admission|webhookConfiguration|webhookConfiguration\.(?:failurePolicy|timeoutSeconds))$/,
    operators: ['remove'],
    nature: 'same',
    reason: 'the defaults: at admission, refusing on errors, after ten seconds',
  },
  {
    of: /^ClusterPolicy /,
    path: /^spec\.webhookConfiguration\.(?:failurePolicy|timeoutSeconds)$/,
    operators: ['other', 'zero', 'more'],
    nature: 'same',
    reason: 'how long the API server waits; a word that it does not know is refused with the whole policy',
  },
  {
    of: /^ValidatingAdmissionPolicy /,
    path: /^spec\.(?:failurePolicy|matchConstraints\.matchPolicy)$/,
    operators: ['remove', 'other'],
    nature: 'same',
    reason:
      'Fail and Equivalent are the defaults; a word that the API server does not know is refused with the whole policy',
  },
  {
    of: new RegExp(`^ClusterPolicy ${TWICE} `),
    path: /^(?:|apiVersion|kind|spec|spec\.rules.*)$/,
    nature: 'twice',
    reason: "the API server's own copy of the guard refuses what Kyverno's would",
  },
  {
    of: /^ValidatingAdmissionPolicy ml-(?:claim-sources|library-files|service-shape) /,
    path: /^(?:|apiVersion|kind|spec|spec\.(?:validations|variables|matchConstraints).*)$/,
    operators: ['remove', 'other', 'swap'],
    nature: 'twice',
    reason: "Kyverno's copy of the guard refuses what the API server's would",
  },
  {
    of: /^ValidatingAdmissionPolicyBinding /,
    path: /^spec\.validationActions\[1\]$/,
    operators: ['remove', 'other'],
    nature: 'twice',
    reason: 'Audit beside Deny: what is refused is refused, and the log has it anyway',
  },
  {
    of: /^ValidatingAdmissionPolicy /,
    path: /^spec\.matchConstraints\.namespaceSelector(?:\.matchLabels(?:\.(?:training-isolation\/tier|kubernetes\.io\/metadata\.name))?)?$/,
    operators: ['remove'],
    nature: 'less',
    reason: 'a guard of every namespace instead of some',
  },
  {
    of: /^ValidatingAdmissionPolicy /,
    path: /^spec\.matchConstraints\.resourceRules\[\d+\]\.(?:apiGroups\[0\]|resources\[\d+\])$/,
    operators: ['widen'],
    nature: 'less',
    reason: 'a guard of more kinds than those that it is for',
  },
  {
    of: /^ValidatingAdmissionPolicy /,
    path: /^spec\.matchConstraints\.resourceRules\[\d+\]\.scope$/,
    operators: ['remove', 'other'],
    nature: 'same',
    reason:
      'the kinds of a rule are of one scope anyway; a word that the API server does not know is refused with the whole policy',
  },
  {
    of: /^ClusterPolicy /,
    path: /^apiVersion$/,
    operators: ['other'],
    nature: 'same',
    reason: 'a version that nobody serves is refused with the whole policy',
  },
  {
    of: /^ClusterPolicy /,
    path: /^spec\.rules\[0\]\.match\.any(?:\[\d\]\.resources(?:\.(?:kinds|operations))?)?$/,
    operators: ['remove'],
    nature: 'less',
    reason: 'a rule of every kind and every operation instead of some',
  },
  {
    of: /^ClusterPolicy /,
    path: /^spec\.rules\[0\]\.match\.any\[\d\]\.resources\.namespaceSelector(?:\.matchLabels(?:\.training-isolation\/tier)?|\.matchExpressions(?:\[\d\](?:\.(?:key|values\[\d+\]))?)?)?$/,
    operators: ['remove', 'other'],
    nature: 'less',
    reason: 'a rule of more namespaces, those of components among them; fewer of the projects has checks',
  },
  {
    of: /^ClusterPolicy /,
    path: /^spec\.rules\[0\]\.(?:match\.any\[\d\]\.resources\.operations\[[01]\]|validate\.cel\.variables\[1\](?:\.(?:name|expression))?)$/,
    operators: ['remove', 'other'],
    nature: 'aside',
    reason:
      'updates: of a pod they leave all but its image, which has checks, and of what makes pods they make pods, which are judged',
  },
  {
    of: /^ClusterPolicy ml-container-resources-running /,
    path: /^(?:|kind|spec|spec\.rules.*)$/,
    nature: 'aside',
    reason: "a pod that is resized, which another rule leaves to the platform's own people",
  },
  {
    of: /^ClusterPolicy ml-pod-security /,
    path: /^spec\.rules\[0\]\.validate\.cel\.expressions\[\d+\](?:\.expression)?$/,
    operators: ['remove', 'swap'],
    nature: 'twice',
    reason: 'Pod Security refuses the same by the labels of the namespace',
  },
  {
    of: /^ClusterPolicy ml-training-nodes /,
    path: /^spec\.rules\[0\]\.validate\.cel\.expressions\[[12]\](?:\.expression)?$/,
    operators: ['remove'],
    nature: 'twice',
    reason: 'the rule on the taint refuses other tolerations as well; without one a pod stays pending',
  },
  {
    of: /^ClusterPolicy ml-pod-access /,
    path: /^spec\.rules\[0\]\.match\.any\[1\]\.resources\.kinds\[1\]$/,
    operators: ['remove', 'other'],
    nature: 'twice',
    reason: 'a pod that is resized: the rule on running containers refuses one without limits as well',
  },
  {
    of: /^ValidatingAdmissionPolicy ml-snapshot-sources /,
    path: /^spec\.matchConstraints\.resourceRules\[0\]\.operations\[1\]$/,
    operators: ['remove', 'other'],
    nature: 'same',
    reason: 'the source of a snapshot never changes',
  },
  {
    of: /^ValidatingAdmissionPolicy ml-project-namespaces /,
    path: /^spec\.(?:matchConstraints\.resourceRules\[0\]\.operations\[1\]|validations\[1\](?:\.expression)?)$/,
    operators: ['remove', 'other'],
    nature: 'twice',
    reason: 'the guard of the labels of namespaces keeps them as well',
  },
];
