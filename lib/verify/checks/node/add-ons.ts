import { plainText } from '../../scope/backend/mount-options';
import { KUBE_SYSTEM } from '../../../model/kubernetes/kubernetes-namespaces';
import type { Evidence } from '../../evidence';
import { isKind } from '../../input/kubernetes-object';
import { knownField, knownText } from '../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import type { PlanLinks } from '../../input/pulumi/plan-links';
import type { Check } from '../check';
import { fails, inputPlace, notKnown, resourceSubject, type Problem } from '../../problem';
import { taintText } from '../../placement/taint';
import { keptAway } from './parts/add-on-agents';
import { ADD_ON, CLUSTER } from '../../input/pulumi/resource-types';
import { IDENTITY_AGENT } from './parts/asked-services';

/** Drivers of volumes and the add-ons that bring them (https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html). */
const ADD_ON_OF_DRIVER: ReadonlyMap<string, string> = new Map([
  ['s3.csi.aws.com', 'aws-mountpoint-s3-csi-driver'],
  ['ebs.csi.aws.com', 'aws-ebs-csi-driver'],
  ['efs.csi.aws.com', 'aws-efs-csi-driver'],
  ['fsx.csi.aws.com', 'aws-fsx-csi-driver'],
]);

/** What EKS installs by itself unless it is told not to (bootstrapSelfManagedAddons). */
const BY_ITSELF = ['coredns', 'kube-proxy'];

export const addOns: Check = {
  id: 'node/add-ons',
  title: 'The cluster has what jobs rely on: DNS, the drivers of their volumes, the agent that hands out roles',
  why: 'Without the agent a pod gets no credentials, without the driver no data: the job waits until somebody helps it with a key.',
  stops: [],
  control: 'add-ons of the cluster, and what their parts on nodes tolerate',
  fix: 'add the add-on to the plan, or its objects to the files; have it tolerate the taints of training nodes',
  positive: true,
  *judge(evidence) {
    for (const links of evidence.plans) {
      for (const cluster of links.of(CLUSTER)) {
        if (knownField(propertyOf(cluster, 'computeConfig'), 'enabled') === true) continue;
        const there = installed(evidence, links);
        const wanted = needed(evidence, cluster);
        const missing = wanted.filter((name) => !there.has(name));
        const text = `${missing.join(', ')} stands neither among its add-ons nor in the files`;
        const problems = missing.length === 0 ? [] : [evidence.complete ? fails(text) : notKnown(text)];
        yield { subject: resourceSubject(cluster), problems };
        for (const addon of links.of(ADD_ON)) {
          const name = knownText(propertyOf(addon, 'addonName')) ?? '';
          if (wanted.includes(name))
            yield { subject: resourceSubject(addon), problems: [...agentProblems(evidence, name, addon)] };
        }
      }
    }
  },
};

/** Whether what an add-on runs on nodes comes to those of training. */
function* agentProblems({ nodes }: Evidence, name: string, addon: PlannedResource): Generator<Problem> {
  const at = inputPlace(addon, 'configurationValues');
  const kept = keptAway(
    name,
    addon,
    nodes.training.flatMap(({ taints }) => taints),
  );
  const fix = 'set tolerateAllTaints, or tolerations for them, in its settings';
  if (kept === undefined) yield notKnown('its settings are not known: whether it tolerates the taints', { at, fix });
  else if (kept.length > 0)
    yield fails(`does not tolerate ${[...new Set(kept.map(taintText))].join(', ')} of training nodes`, { at, fix });
}

function needed({ access, scope, claims }: Evidence, cluster: PlannedResource): readonly string[] {
  const byHand = claims.claims.flatMap(({ volume }) => plainText(volume?.field.at('spec', 'csi', 'driver')));
  const made = claims.claims.flatMap(({ classes }) => classes.map(({ field }) => plainText(field.get('provisioner'))));
  const drivers = [...new Set([...byHand, ...made])].flatMap((driver) => ADD_ON_OF_DRIVER.get(driver) ?? []);
  const getsRoles = access.podIdentities.some(({ namespace }) => scope.contains(namespace));
  return [
    ...(propertyOf(cluster, 'bootstrapSelfManagedAddons') === false ? BY_ITSELF : []),
    ...(getsRoles ? [IDENTITY_AGENT] : []),
    ...drivers,
  ];
}

/** Names of add-ons that the plan has, or whose objects are in the files. */
function installed({ inputs }: Evidence, links: PlanLinks): ReadonlySet<string> {
  const planned = links.of(ADD_ON).flatMap((addon) => knownText(propertyOf(addon, 'addonName')) ?? []);
  const applied = inputs.objects.flatMap((object) => {
    if (isKind(object, 'storage.k8s.io', 'CSIDriver')) return ADD_ON_OF_DRIVER.get(object.name) ?? [];
    const runs = isKind(object, 'apps', 'DaemonSet') || isKind(object, 'apps', 'Deployment');
    return runs && object.namespace === KUBE_SYSTEM ? object.name : [];
  });
  return new Set([...planned, ...applied]);
}
