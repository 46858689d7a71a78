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
  {
    of: /^ValidatingAdmissionPolicy ml-(?:claim-sources|library-files|service-shape) /,
    path: /^(?:|apiVersion|kind|spec|spec\.(?:validations|variables|matchConstraints).*)$/,
    operators: ['remove', 'other', 'swap'],
    reason: "Kyverno's copy of the guard refuses what the API server's would",
  },
  {
    of: /^ValidatingAdmissionPolicyBinding /,
    path: /^spec\.validationActions\[1\]$/,
    operators: ['remove', 'other'],
    reason: 'Audit beside Deny: what is refused is refused, and the log has it anyway',
  },
  {
    of: /^ValidatingAdmissionPolicy /,
    path: /^spec\.matchConstraints\.namespaceSelector(?:\.matchLabels(?:\.(?:training-isolation\/tier|kubernetes\.io\/metadata\.name))?)?$/,
    operators: ['remove'],
    reason: 'a guard of every namespace instead of some',
  },
  {
    of: /^ValidatingAdmissionPolicy /,
    path: /^spec\.matchConstraints\.resourceRules\[\d+\]\.(?:apiGroups\[0\]|resources\[\d+\])$/,
    operators: ['widen'],
    reason: 'a guard of more kinds than those that it is for',
  },
  {
    of: /^ValidatingAdmissionPolicy /,
    path: /^spec\.matchConstraints\.resourceRules\[\d+\]\.scope$/,
    operators: ['remove', 'other'],
    reason:
      'the kinds of a rule are of one scope anyway; a word that the API server does not know is refused with the whole policy',
  },
  {
    of: /^ValidatingAdmissionPolicy ml-cluster-guards /,
    path: /^spec\.matchConstraints\.resourceRules\[(?:2|7|9|1[0-8]|21)\](?:\.(?:apiGroups|apiVersions|operations|resources)(?:\[\d+\])?)?$/,
    operators: ['remove', 'other'],
    reason:
      'kinds of tools that nothing in the files shows: snapshots, admin policies, Cilium, Calico, Karpenter, Kueue, newer Kyverno policies',
  },
  {
    of: /^ValidatingAdmissionPolicy ml-cluster-guards /,
    path: /^spec\.matchConstraints\.resourceRules\[20\]\.resources\[1\]$/,
    operators: ['remove', 'other'],
    reason: 'what newer Kyverno policies look up; none of the files does',
  },
  {
    of: /^ValidatingAdmissionPolicy ml-project-guards /,
    path: /^spec\.matchConstraints\.resourceRules\[(?:[45689]|10)\](?:\.(?:apiGroups|apiVersions|operations|resources)(?:\[\d+\])?)?$/,
    operators: ['remove', 'other'],
    reason: 'kinds of tools that nothing in the files shows: Cilium, Calico, Multus, Kueue, External Secrets',
  },
  {
    of: /^ValidatingAdmissionPolicy ml-controller-objects /,
    path: /^spec\.matchConstraints\.resourceRules\[[35]\](?:\.(?:apiGroups|apiVersions|operations|resources)(?:\[\d+\])?)?$/,
    operators: ['remove', 'other'],
    reason: 'kinds of tools that nothing in the files shows: the gateway API and the load balancer controller',
  },
  {
    of: /^ClusterPolicy /,
    path: /^apiVersion$/,
    operators: ['other'],
    reason: 'a version that nobody serves is refused with the whole policy',
  },
  {
    of: /^ClusterPolicy /,
    path: /^spec\.rules\[0\]\.match\.any(?:\[\d\]\.resources(?:\.(?:kinds|operations))?)?$/,
    operators: ['remove'],
    reason: 'a rule of every kind and every operation instead of some',
  },
  {
    of: /^ClusterPolicy /,
    path: /^spec\.rules\[0\]\.match\.any\[\d\]\.resources\.namespaceSelector(?:\.matchLabels(?:\.training-isolation\/tier)?|\.matchExpressions(?:\[\d\](?:\.(?:key|values\[\d+\]))?)?)?$/,
    operators: ['remove', 'other'],
    reason: 'a rule of more namespaces, those of components among them; fewer of the projects has checks',
  },
  {
    of: /^ClusterPolicy /,
    path: /^spec\.rules\[0\]\.(?:match\.any\[\d\]\.resources\.operations\[[01]\]|validate\.cel\.variables\[1\](?:\.(?:name|expression))?)$/,
    operators: ['remove', 'other'],
    reason:
      'updates: of a pod they leave all but its image, which has checks, and of what makes pods they make pods, which are judged',
  },
  {
    of: /^ClusterPolicy /,
    path: /^spec\.rules\[0\]\.validate\.cel\.variables\[3\]\.expression$/,
    operators: ['other'],
    reason: 'whether an update leaves the pod as it was; a created one has no older',
  },
  {
    of: /^ClusterPolicy ml-container-resources-running /,
    path: /^(?:|kind|spec|spec\.rules.*)$/,
    reason: "a pod that is resized, which another rule leaves to the platform's own people",
  },
  {
    of: /^ClusterPolicy ml-pod-security /,
    path: /^spec\.rules\[0\]\.validate\.cel\.expressions\[\d+\](?:\.expression)?$/,
    operators: ['remove', 'swap'],
    reason: 'Pod Security refuses the same by the labels of the namespace',
  },
  {
    of: /^ClusterPolicy ml-training-nodes /,
    path: /^spec\.rules\[0\]\.validate\.cel\.expressions\[[12]\](?:\.expression)?$/,
    operators: ['remove'],
    reason: 'the rule on the taint refuses other tolerations as well; without one a pod stays pending',
  },
  {
    of: /^ClusterPolicy ml-(?:pod-access|account-tokens) /,
    path: /^spec\.rules\[0\]\.validate\.cel\.expressions\[0\]\.expression$/,
    operators: ['swap'],
    reason: "debuggers of the other project, to whom RBAC gives nothing: debuggers' rights have a check",
  },
  {
    of: /^ClusterPolicy ml-pod-access /,
    path: /^spec\.rules\[0\]\.match\.any\[1\]\.resources\.kinds\[1\]$/,
    operators: ['remove', 'other'],
    reason: 'a pod that is resized: the rule on running containers refuses one without limits as well',
  },
  {
    of: /^ValidatingAdmissionPolicy ml-(?:namespace-labels|snapshot-sources) /,
    path: /^spec\.variables\[[01]\](?:\.(?:name|expression))?$/,
    operators: ['remove', 'other'],
    reason: 'a variable that is missing is an error, and errors are refused',
  },
  {
    of: /^ValidatingAdmissionPolicy ml-snapshot-sources /,
    path: /^spec\.matchConstraints\.resourceRules\[0\]\.operations\[1\]$/,
    operators: ['remove', 'other'],
    reason: 'the source of a snapshot never changes',
  },
  {
    of: /^ValidatingAdmissionPolicy ml-project-namespaces /,
    path: /^spec\.(?:matchConstraints\.resourceRules\[0\]\.operations\[1\]|validations\[1\](?:\.expression)?)$/,
    operators: ['remove', 'other'],
    reason: 'the guard of the labels of namespaces keeps them as well',
  },
  {
    of: /^ClusterPolicy ml-node-name /,
    path: /^spec\.rules\[0\]\.match\.any\[0\]\.resources\.kinds\[0\]$/,
    operators: ['remove'],
    reason: 'a rule without kinds, which is of every kind',
  },
];
