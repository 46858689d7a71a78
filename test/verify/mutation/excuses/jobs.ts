import type { Excuse } from './excuse';

const CONTAINER = 'spec\\.template\\.spec\\.containers\\[0\\]';

export const OF_JOBS: readonly Excuse[] = [
  { of: /^Job /, path: /^$/, nature: 'aside', reason: 'no job, nothing to isolate' },
  {
    of: /^Job /,
    path: /^metadata\.name$/,
    operators: ['other'],
    nature: 'words',
    reason: 'a name that only people use',
  },
  {
    of: /^Job /,
    path: /^spec\.(?:activeDeadlineSeconds|backoffLimit|ttlSecondsAfterFinished|podReplacementPolicy|podFailurePolicy.*|completions|parallelism|completionMode)$/,
    nature: 'aside',
    reason: 'how long, how often and with how many ranks a job tries; how many pods a project has at once has a quota',
  },
  {
    of: /^Job /,
    path: /^spec\.template\.spec\.(?:terminationGracePeriodSeconds|enableServiceLinks|securityContext\.fsGroup(?:ChangePolicy)?)$/,
    nature: 'aside',
    reason: 'how a pod ends, and who owns its files and finds its variables inside',
  },
  {
    of: /^Job /,
    path: /^spec\.template\.spec\.securityContext\.runAs(?:User|Group)$/,
    operators: ['remove', 'more'],
    nature: 'same',
    reason: 'any user but root: runAsNonRoot stands beside it, and root has a check',
  },
  {
    of: /^Job /,
    path: /^spec\.template\.spec\.securityContext\.runAsGroup$/,
    operators: ['zero'],
    nature: 'aside',
    reason: 'group 0 owns nothing in the image that a user without rights may write; Pod Security leaves it open',
  },
  {
    of: /^Job /,
    path: new RegExp(`^${CONTAINER}\\.(?:args|command|ports|imagePullPolicy|name)(?:\\[\\d+\\].*)?$`),
    nature: 'aside',
    reason: 'what the program is told, inside its own walls; images are pinned by digest, so that no pull changes them',
  },
  {
    of: /^Job /,
    path: new RegExp(
      `^${CONTAINER}\\.env\\[\\d+\\](?:\\.(?:name|value|valueFrom|valueFrom\\.fieldRef|valueFrom\\.fieldRef\\.fieldPath))?$`,
    ),
    operators: ['remove', 'other', 'swap'],
    nature: 'aside',
    reason: 'what the program is told: what it reaches and reads is not decided by its environment',
  },
  {
    of: /^Job /,
    path: new RegExp(`^${CONTAINER}\\.volumeMounts\\[\\d\\](?:\\.mountPath)?$`),
    operators: ['remove', 'other'],
    nature: 'aside',
    reason: 'where the program finds its files; which volumes it has is decided beside it',
  },
  {
    of: /^Job /,
    path: new RegExp(`^${CONTAINER}\\.volumeMounts\\[\\d\\]\\.readOnly$`),
    operators: ['remove', 'negate'],
    nature: 'same',
    reason: 'the mount of a ConfigMap, which is read-only whatever it says',
  },
  {
    of: /^Job /,
    path: new RegExp(`^${CONTAINER}\\.resources\\.requests(?:\\..*)?$`),
    operators: ['remove'],
    nature: 'same',
    reason: 'a missing request is its limit',
  },
  {
    of: /^Job /,
    path: /^spec\.template\.spec\.volumes\[\d+\]\.(?:emptyDir\.sizeLimit|configMap\.name)$/,
    operators: ['remove', 'other'],
    nature: 'aside',
    reason: 'how much of its own limits a scratch folder takes, and which of its own files a pod has',
  },
  {
    of: /^Job /,
    path: /^spec\.template\.metadata\.annotations\.(?:cluster-autoscaler\.kubernetes\.io\/safe-to-evict|karpenter\.sh\/do-not-disrupt)$/,
    operators: ['remove', 'other'],
    nature: 'same',
    reason: 'one of the two words for autoscalers is enough for a check that wants either',
  },
  {
    of: /^Job /,
    path: /^spec\.template\.metadata\.(?:annotations\.linkerd\.io\/inject|labels\.sidecar\.istio\.io\/inject)$/,
    operators: ['remove', 'other'],
    nature: 'twice',
    reason: 'meshes leave pods alone unless the namespace asks for one, which has a check',
  },
  {
    of: /^Job /,
    path: /^spec\.template\.metadata\.labels(?:\.(?:training-isolation\/project|batch\.kubernetes\.io\/job-name))?$/,
    operators: ['remove', 'other'],
    nature: 'twice',
    reason:
      'the Job controller sets its own label, and admission that of the project; without them a pod is under the default deny only',
  },
  {
    of: /^Job /,
    path: /^spec\.template\.spec\.tolerations\[\d\]\.operator$/,
    operators: ['remove'],
    nature: 'same',
    reason: 'Equal is the default operator',
  },
  {
    of: /^Job /,
    path: new RegExp(`^${CONTAINER}\\.securityContext\\.privileged$`),
    operators: ['remove'],
    nature: 'same',
    reason: 'the default is false',
  },
];
