import type { Mutant } from './mutant';

/** Mutants of a form, and why nobody needs to see them. */
export interface Excuse {
  readonly of: RegExp;
  readonly path: RegExp;
  /** @default - every operator */
  readonly operators?: readonly Mutant['operator'][];
  readonly reason: string;
}

const PROJECTS = 'ml-(?:alpha|beta)';

/** Values that isolate nothing: whatever they are, every project is as isolated as before. */
export const EXEMPT: readonly Excuse[] = [
  {
    of: /./,
    path: /^metadata\.annotations(?:\.|$)/,
    reason: 'annotations tell people what an object is for; a claim of an accepted risk excuses nothing',
  },
  {
    of: /./,
    path: /^(?:spec\.template\.)?metadata\.labels\.app\.kubernetes\.io\//,
    reason: 'labels that say who made it; no selector reads them',
  },
  {
    of: /^(?!Namespace )/,
    path: /^metadata\.labels(?:\.training-isolation\/project)?$/,
    reason: 'a label for people: what an object belongs to is said by its namespace',
  },
  {
    of: /^Namespace /,
    path: /^metadata\.labels\.pod-security\.kubernetes\.io\/(?:audit|warn)/,
    reason: 'these warn and log; what is refused says "enforce"',
  },
  {
    of: new RegExp(`^Namespace (?!${PROJECTS} )`),
    path: /./,
    reason: 'namespaces of components and services hold no training pods',
  },
  {
    of: new RegExp(`^Namespace (?!${PROJECTS} )`),
    path: /^$/,
    reason: 'a component that has no namespace does not run; nothing of a project opens by that',
  },
  {
    of: new RegExp(`^NetworkPolicy (?!${PROJECTS}/)`),
    path: /./,
    reason:
      'policies of components and services limit these; projects are closed by their own, and what a service may go on to has a check',
  },
  {
    of: new RegExp(`^NetworkPolicy (?!${PROJECTS}/)`),
    path: /^$/,
    reason: 'the same, for the whole policy',
  },
  {
    of: /^Job /,
    path: /^spec\.(?:activeDeadlineSeconds|backoffLimit|ttlSecondsAfterFinished|podReplacementPolicy|podFailurePolicy.*|completions|parallelism|completionMode)$/,
    reason: 'how long, how often and with how many ranks a job tries',
  },
  {
    of: /^Job /,
    path: /^spec\.template\.spec\.(?:terminationGracePeriodSeconds|enableServiceLinks|securityContext\.(?:fsGroup.*|runAsGroup|runAsUser))$/,
    operators: ['remove', 'more', 'negate', 'other', 'zero'],
    reason: 'the identity inside the container; root has checks of its own',
  },
  {
    of: /^Job /,
    path: /^spec\.template\.spec\.containers\[0\]\.(?:args|command|env|ports|imagePullPolicy|name|volumeMounts)/,
    reason: 'what the program is told and where it finds its files, inside its own walls',
  },
  {
    of: /^Job /,
    path: /^spec\.template\.spec\.(?:containers\[0\]\.resources\.(?:requests|limits\.(?:ephemeral-storage|hugepages-2Mi))|volumes\[\d+\]\.(?:emptyDir\.sizeLimit|name|configMap|persistentVolumeClaim))/,
    reason: 'how much of its own node a pod takes, and which of its own files it has',
  },
  {
    of: /^Job /,
    path: /^spec\.template\.metadata\.(?:labels|annotations)/,
    operators: ['remove', 'other'],
    reason:
      'without its labels a pod is under the default deny only; annotations ask autoscalers and meshes for patience',
  },
  { of: /^(?:Job|Role|ClusterRole) /, path: /^metadata\.name$/, reason: 'a name that only people use' },
  { of: /^Job /, path: /^$/, reason: 'no job, nothing to isolate' },
  {
    of: /^Job /,
    path: /^spec\.template\.spec\.volumes(?:\[\d+\])?$/,
    operators: ['remove'],
    reason: 'a pod without files',
  },
  {
    of: /^(?:Cluster)?Role /,
    path: /^(?:rules.*)?$/,
    operators: ['remove', 'other'],
    reason: 'fewer rights; that somebody can work at all has a check',
  },
  {
    of: /^RoleBinding /,
    path: /^(?:|subjects.*|roleRef\.apiGroup|metadata\.(?:name|namespace))$/,
    operators: ['remove', 'other'],
    reason: 'fewer rights; that somebody can work at all has a check',
  },
  {
    of: /^ConfigMap /,
    path: /^(?:|data.*|metadata\.(?:name|namespace)|immutable)$/,
    operators: ['remove', 'other', 'swap'],
    reason: 'what the job runs; that it cannot be changed has a check',
  },
  {
    of: /^(?:PersistentVolume|PersistentVolumeClaim) /,
    path: /^spec\.(?:capacity|resources|accessModes|persistentVolumeReclaimPolicy|claimRef\.(?:apiVersion|kind)|mountOptions\[[1-9]\])/,
    reason: 'how large a volume says it is, which binding asks for, and how its files look to the pod',
  },
  {
    of: /^PersistentVolume /,
    path: /^spec\.csi\.volumeHandle$/,
    operators: ['other'],
    reason: 'any name that is unique',
  },
  {
    of: /^PriorityClass /,
    path: /^(?:|description|metadata\.name|preemptionPolicy|value)$/,
    reason: 'who waits for whom; priorities that projects use have a check',
  },
  {
    of: /^StorageClass /,
    path: /^(?:|allowVolumeExpansion|parameters\.type|provisioner|reclaimPolicy|volumeBindingMode|metadata\.name)$/,
    reason: 'speed, size and place of volumes; that they are encrypted has a check',
  },
  {
    of: /^Service /,
    path: /^spec\.ports/,
    reason: 'ports of a headless Service are for records; no address stands behind them',
  },
  {
    of: /^ResourceQuota /,
    path: /^(?:spec\.hard\.(?:.*storageclass.*|requests\.storage|.*deviceclass.*|requests\.amd\.com\/gpu)|metadata\.name)$/,
    operators: ['remove', 'other'],
    reason: 'how much storage of which class; classes have a check, and devices by claims are held to none',
  },
  {
    of: /^LimitRange /,
    path: /./,
    reason: 'values for containers that say nothing; that training pods say what they take has a check',
  },
  { of: /^LimitRange /, path: /^$/, reason: 'the same, for the whole' },
];

/** Mutants that mean the same to the cluster as what they were made of. */
export const EQUIVALENT: readonly Excuse[] = [
  {
    of: /^NetworkPolicy /,
    path: /^spec\.(?:podSelector|podSelector\.matchLabels.*)$/,
    operators: ['remove'],
    reason: 'a missing selector selects every pod, here of one project',
  },
  {
    of: /^NetworkPolicy /,
    path: /^spec\.(?:ingress|egress)\[0\]\.(?:from|to)\[0\]\.podSelector\.matchLabels.*$/,
    operators: ['remove'],
    reason: 'all pods of the same project instead of those of one job',
  },
  {
    of: /^NetworkPolicy /,
    path: /^spec\.policyTypes(?:\[\d\])?$/,
    operators: ['remove'],
    reason: 'by default a policy is for ingress, and for egress if it has such rules; both are denied beside it',
  },
  {
    of: /^NetworkPolicy /,
    path: /ports\[\d\]\.protocol$/,
    operators: ['remove'],
    reason: 'the default is TCP',
  },
  { of: /^NetworkPolicy /, path: /^metadata\.name$/, reason: 'a name that nothing refers to' },
  {
    of: /^Job /,
    path: /^spec\.template\.spec\.nodeSelector\./,
    operators: ['remove'],
    reason: 'the other labels and the taints of the project say the same',
  },
  {
    of: /^Job /,
    path: /^spec\.template\.spec\.tolerations\[\d\]\.(?:effect|operator)$/,
    operators: ['remove', 'other'],
    reason: 'without an effect every effect of the same taint is tolerated; Equal is the default operator',
  },
  {
    of: /^Job /,
    path: /^spec\.template\.spec\.containers\[0\]\.securityContext\.privileged$/,
    operators: ['remove'],
    reason: 'the default is false',
  },
];

export function excuseOf(mutant: Mutant, excuses: readonly Excuse[]): Excuse | undefined {
  return excuses.find(
    ({ of, path, operators }) =>
      of.test(`${mutant.of.name} `) &&
      path.test(mutant.path) &&
      (operators === undefined || operators.includes(mutant.operator)),
  );
}

export const EXCUSES: readonly Excuse[] = [...EXEMPT, ...EQUIVALENT];
