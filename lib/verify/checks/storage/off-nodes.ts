import type { Evidence } from '../../evidence';
import type { Field } from '../../input/field';
import type { KubernetesObject } from '../../input/kubernetes-object';
import { plainText } from '../../scope/backend/mount-options';
import { folder } from '../../scope/backend/place';
import type { Claim } from '../../scope/claims';
import { describedClaim } from '../../scope/described-project';
import { readVolumeNodes, selectsNode } from '../../placement/node-selection';
import type { Check } from '../check';
import { fails, notKnown, objectSubject, type Problem } from '../../problem';

export const offNodes: Check = {
  id: 'storage/off-nodes',
  title: 'No folder of a node lies behind a claim of a project',
  why: 'It is there when the pod is gone, for whoever comes next; and the root of a node holds the keys of its kubelet.',
  stops: ['A3', 'T2', 'T13'],
  control: 'volumes of a bucket, a file system or a disk; local volumes on nodes of the one project',
  fix: 'take a volume that is not the node\'s; of local disks describe the claim as { kind: "existing", claim }, and put the volume on nodes of its project by nodeAffinity',
  *judge(evidence) {
    const { claims } = evidence;
    for (const volume of claims.volumes) {
      const spec = volume.field.get('spec');
      const behind = claimsBehind(evidence, volume);
      if (spec === undefined || behind.length === 0) continue;
      yield { subject: objectSubject(volume), problems: volumeProblems(evidence, spec, behind) };
    }
    for (const claim of claims.claims) {
      const made = madeOnNodes(evidence, claim);
      if (made !== undefined) yield { subject: objectSubject(claim.object), problems: [made] };
    }
  },
};

/** Namespace and claim that a volume is for, or may come to be for. */
interface Behind {
  readonly namespace: string;
  readonly claim: string;
}

function claimsBehind({ claims, scope }: Evidence, volume: KubernetesObject): readonly Behind[] {
  const reference = volume.field.at('spec', 'claimRef');
  const namespace = plainText(reference?.get('namespace'));
  return [
    ...(scope.contains(namespace) ? [{ namespace, claim: plainText(reference?.get('name')) }] : []),
    ...[...claims.askingFor(volume.name), ...claims.offeredTo(volume)].map((claim) => ({
      namespace: claim.namespace,
      claim: claim.object.name,
    })),
  ];
}

function volumeProblems(evidence: Evidence, spec: Field, behind: readonly Behind[]): readonly Problem[] {
  const hostPath = spec.get('hostPath');
  if (hostPath !== undefined)
    return [fails(`shows folder ${plainText(hostPath.get('path'))} of a node`, { at: hostPath })];
  const local = spec.get('local');
  if (local === undefined) return [];
  const path = folder(plainText(local.get('path')));
  if (path === '/' || SYSTEM.has(path.split('/')[1] as string))
    return [fails(`shows folder ${path} of a node, which is of its system`, { at: local })];
  const [problem] = behind.flatMap((item) => localProblems(evidence, spec, local, item));
  return problem === undefined ? [] : [problem];
}

/** What a node itself consists of (https://refspecs.linuxfoundation.org/FHS_3.0/fhs/index.html). */
const SYSTEM = new Set('bin boot dev etc home lib lib64 opt proc root run sbin sys tmp usr var'.split(' '));

/** A local volume is its project's where only that project's pods ever run on the node. */
function localProblems(
  { platform, scope, placement }: Evidence,
  spec: Field,
  local: Field,
  { namespace, claim }: Behind,
): readonly Problem[] {
  const shown = `shows folder ${plainText(local.get('path'))} of a node`;
  const use = describedClaim(platform, namespace, claim);
  if (use?.source.kind !== 'existing')
    return [fails(`${shown}, and no description has claim ${claim} as an existing one`, { at: local })];
  const project = scope.namespaces.find(({ name }) => name === namespace)?.project;
  const selection = readVolumeNodes(spec);
  const at = spec.get('nodeAffinity') ?? spec;
  if (selection?.terms === undefined) return [fails(`${shown}, whichever it is: it has no nodeAffinity`, { at })];
  const isOwn = ({ key, operator, values }: { key: string; operator: string; values: readonly string[] }): boolean =>
    key === scope.keys.project && operator === 'In' && values.length === 1 && values[0] === project;
  if (selection.terms.length > 0 && selection.terms.every(({ labels }) => labels.some(isOwn))) return [];
  const pools = placement.pools.map((pool) => ({ pool, on: selectsNode(selection, pool.node, pool.labels) }));
  const others = pools.filter(({ pool, on }) => on !== 'no' && pool.labels.known.get(scope.keys.project) !== project);
  const foreign = others.find(({ on }) => on === 'yes');
  if (foreign !== undefined) return [fails(`${shown} on ${foreign.pool.name}, which is not of ${namespace}`, { at })];
  if (others.length === 0 && pools.some(({ on }) => on !== 'no')) return [];
  return [notKnown(`${shown}; not known: whether that is of ${namespace} alone`, { at })];
}

/** Provisioners that make a folder of a node. */
const ON_NODES = new Set([
  'rancher.io/local-path',
  'openebs.io/local',
  'hostpath.csi.k8s.io',
  'kubevirt.io.hostpath-provisioner',
  'k8s.io/minikube-hostpath',
  'microk8s.io/hostpath',
  'docker.io/hostpath',
  'kubernetes.io/host-path',
]);

/** A description that names the class for the claim has accepted what it makes. */
function madeOnNodes({ platform }: Evidence, claim: Claim): Problem | undefined {
  const { className, classes, volumeName, namespace, object } = claim;
  const provisioner = classes.map(({ field }) => plainText(field.get('provisioner'))).find((one) => ON_NODES.has(one));
  if (volumeName !== '' || provisioner === undefined) return undefined;
  const use = describedClaim(platform, namespace, object.name);
  if (use?.source.kind === 'storage-class' && use.source.storageClass === className) return undefined;
  const at = object.field.at('spec', 'storageClassName') ?? object.field.get('spec');
  return fails(`is given a folder of a node, by ${provisioner}`, { at });
}
