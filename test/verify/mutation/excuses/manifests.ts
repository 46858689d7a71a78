import { PROJECTS, type Excuse } from './excuse';

const PERSONAS = /^ClusterRole ml-(?:viewer|scientist|engineer) /;

export const OF_MANIFESTS: readonly Excuse[] = [
  {
    of: /^[A-Z]/,
    path: /^metadata\.annotations(?:\.|$)/,
    nature: 'words',
    reason: 'annotations tell people what an object is for; a claim of an accepted risk excuses nothing',
  },
  {
    of: /^[A-Z]/,
    path: /^(?:spec\.template\.)?metadata\.labels\.app\.kubernetes\.io\//,
    nature: 'words',
    reason: 'labels that say who made it; no selector reads them',
  },
  {
    of: /^(?!Namespace )[A-Z]/,
    path: /^metadata\.labels(?:\.training-isolation\/project)?$/,
    nature: 'words',
    reason: 'a label for people: what an object belongs to is said by its namespace',
  },
  {
    of: /^Namespace /,
    path: /^metadata\.labels\.pod-security\.kubernetes\.io\/(?:audit|warn)/,
    nature: 'words',
    reason: 'these warn and log; what is refused says "enforce"',
  },
  {
    of: new RegExp(`^Namespace (?!${PROJECTS} )`),
    path: /^(?:|metadata\.name|metadata\.labels|metadata\.labels\.pod-security\.kubernetes\.io\/enforce(?:-version)?|metadata\.labels\.training-isolation\/tier)$/,
    operators: ['remove', 'other'],
    nature: 'aside',
    reason: 'namespaces of components hold no training pods; what their agents may do and reach has checks',
  },
  {
    of: PERSONAS,
    path: /^rules(?:\[\d+\](?:\.(?:apiGroups|resources|verbs)(?:\[\d+\])?)?)?$/,
    operators: ['remove', 'other'],
    nature: 'less',
    reason: 'a persona that sees less beside its jobs, pods and logs; that it can work has a check',
  },
  {
    of: new RegExp(`^(?:Role|RoleBinding) ${PROJECTS}/unsafe-debuggers `),
    path: /^(?:|rules.*|subjects(?:\[0\](?:\.apiGroup)?)?|roleRef\.apiGroup|metadata\.namespace)$/,
    operators: ['remove', 'other'],
    nature: 'less',
    reason: 'debuggers with fewer rights than the description accepts',
  },
  {
    of: /^RoleBinding /,
    path: /^metadata\.name$/,
    operators: ['other'],
    nature: 'words',
    reason: 'a name that only people use',
  },
  {
    of: /^RoleBinding /,
    path: /^(?:subjects\[\d\]|roleRef)\.apiGroup$/,
    operators: ['remove', 'other'],
    nature: 'same',
    reason: 'the default for groups and for roles; any other is refused by the API server',
  },
  {
    of: new RegExp(`^ConfigMap ${PROJECTS}/helpers-`),
    path: /^data(?:\.training_\w+\.py)?$/,
    operators: ['remove', 'other', 'swap'],
    nature: 'aside',
    reason: 'what the job runs; that nobody changes it in place has a check',
  },
  {
    of: /^ConfigMap kube-system\/kube-proxy-config /,
    path: /^(?:|data|data\.config|metadata\.(?:name|namespace))$/,
    operators: ['remove', 'other', 'swap'],
    nature: 'same',
    reason: 'with all Services known and none on a node port, nothing answers there; a Service with one has a check',
  },
  {
    of: /^PersistentVolume /,
    path: /^spec\.(?:persistentVolumeReclaimPolicy|claimRef\.(?:apiVersion|kind)|mountOptions\[[1-4]\])$/,
    operators: ['remove', 'other'],
    nature: 'aside',
    reason:
      'what becomes of a volume that nobody claims, and whose its files are inside the pod; prefix and read-only have checks',
  },
  {
    of: /^PersistentVolume /,
    path: /^spec\.csi\.volumeHandle$/,
    operators: ['other'],
    nature: 'words',
    reason: 'any name that is unique',
  },
  {
    of: /^PriorityClass /,
    path: /^(?:|description|metadata\.name|preemptionPolicy|value)$/,
    nature: 'aside',
    reason: 'who waits for whom; which priorities projects may use has a check',
  },
  {
    of: /^StorageClass /,
    path: /^(?:|allowVolumeExpansion|parameters\.type|provisioner|reclaimPolicy|volumeBindingMode|metadata\.name)$/,
    nature: 'aside',
    reason: 'speed, size and place of volumes; that they are encrypted has a check',
  },
  {
    of: /^Service /,
    path: /^spec\.ports(?:\[0\].*)?$/,
    nature: 'aside',
    reason: 'ports of a headless Service are for records; no address stands behind them',
  },
  {
    of: /^ResourceQuota /,
    path: /^(?:spec\.hard\.(?:ml-gp3\.storageclass\.storage\.k8s\.io\/requests\.storage|requests\.storage)|metadata\.name)$/,
    operators: ['remove', 'other'],
    nature: 'aside',
    reason: 'how much of its own class a project has, below the total',
  },
  {
    of: /^LimitRange /,
    path: /^(?:|metadata\.(?:name|namespace)|spec|spec\.limits(?:\[0\].*)?)$/,
    nature: 'aside',
    reason: 'values for containers that say nothing; that training pods say what they take has a check',
  },
];
