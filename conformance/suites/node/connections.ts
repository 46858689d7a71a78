import { inputsOf } from '../../../lib/verify/input/inputs';
import { contains, oneAddress } from '../../../lib/verify/reachability/addresses';
import { includes } from '../../../lib/verify/reachability/intervals';
import type { Estimate } from '../../../lib/verify/reachability/estimate';
import type { PodClass } from '../../../lib/verify/reachability/pod-class';
import { Reachability } from '../../../lib/verify/reachability/reachability';
import { workloadName } from '../../../lib/verify/workload/workload';
import { EngineFault } from '../../engine-fault';
import { endpointAddress, outside } from '../../node/fabric';
import type { KubeObject } from '../../rig/kubectl';
import { until } from '../../rig/until';
import type { Question } from '../question';
import type { PolicyName } from './control-table';
import { policyOf } from './controls';
import type { Outcome, PodNetworks } from './pod-networks';
import type { Setting } from './setting';

/** Every port that any pod listens on. */
const PORTS = [53, 80, 443, 5000, 8080, 29500];

/** Addresses that are no pod's. */
const OUTSIDE = [endpointAddress, ...Object.values(outside)];

/** What the verifier reads of the cluster. */
const DUMP = 'namespaces,pods,jobs,services,endpointslices,networkpolicies';

interface RunningPod extends KubeObject {
  readonly spec: { readonly hostNetwork?: boolean };
  readonly status: { readonly podIP: string };
}

/** The verifier's `connections`, from a dump of this cluster, against what its packets do, for every pair of pods. */
export function connectionQuestions(setting: Setting, networks: PodNetworks): Question[] {
  const without: PolicyName = { namespace: 'ml-alpha', name: 'default-deny' };
  return [
    {
      title:
        'what the verifier says of a dump is what the packets do, between every two pods and to every outside address',
      ask: () => agreement(setting, networks),
    },
    {
      title: `so it is without the policy ${without.name} of ${without.namespace}`,
      ask: async () => {
        const { kubectl } = setting.cluster;
        await kubectl.must(['delete', 'networkpolicy', without.name, `--namespace=${without.namespace}`]);
        try {
          return await agreement(setting, networks);
        } finally {
          await kubectl.mustApply([policyOf(setting, without)]);
        }
      },
    },
  ];
}

async function agreement({ cluster }: Setting, networks: PodNetworks): Promise<string> {
  const text = await cluster.kubectl.must(['get', DUMP, '--all-namespaces', '--output=json']);
  const reachability = new Reachability(inputsOf([{ name: 'dump.json', text }]));
  const pods = (JSON.parse(text) as { items: KubeObject[] }).items.filter(isTried);
  const targets = [...pods.map(({ status }) => status.podIP), ...OUTSIDE].flatMap((address) =>
    PORTS.map((port) => ({ address, port })),
  );
  let allowed = 0;
  let denied = 0;
  await until({
    what: 'verifier and packets agree',
    deadlineSeconds: 20,
    missing: async () => {
      [allowed, denied] = [0, 0];
      const different: string[] = [];
      for (const pod of pods) {
        const tried = targets.filter(({ address }) => address !== pod.status.podIP);
        const found = await networks.dial(pod.status.podIP, tried.map(asText));
        for (const target of tried) {
          const says = verdict(reachability, classOf(reachability, pod), pods, target);
          const outcome = found[asText(target)];
          if (says) allowed += 1;
          else denied += 1;
          if (says !== arrived(outcome))
            different.push(`${nameOf(pod)} to ${asText(target)}: ${says ? 'allowed' : 'denied'}, and ${outcome}`);
        }
      }
      return different.length === 0 ? undefined : different.join('\n');
    },
  });
  if (allowed === 0 || denied === 0)
    throw new EngineFault(`${allowed} allowed, ${denied} denied: nothing was compared`);
  return `${pods.length} pods, ${allowed + denied} connections: ${allowed} allowed and made, ${denied} denied and not made`;
}

interface Target {
  readonly address: string;
  readonly port: number;
}

const asText = ({ address, port }: Target): string => `${address}:${port}`;

/** Pods on a network of their own; what the API says nothing of for others is another question. */
function isTried(object: KubeObject): object is RunningPod {
  return object.kind === 'Pod' && (object as RunningPod).spec.hostNetwork !== true;
}

/** A packet arrived if it was answered at all: nobody listens behind a refusal, and no policy refuses, it drops. */
const arrived = (outcome: Outcome | undefined): boolean =>
  outcome === 'open' || outcome === 'connected, no answer' || outcome === 'refused';

function verdict(
  reachability: Reachability,
  source: PodClass,
  pods: readonly RunningPod[],
  { address, port }: Target,
): boolean {
  const pod = pods.find(({ status }) => status.podIP === address);
  const estimate =
    pod === undefined
      ? toOutside(reachability, source, address)
      : reachability.between(source, classOf(reachability, pod));
  const [sure, maybe] = [includes(estimate.atLeast.TCP, port), includes(estimate.atMost.TCP, port)];
  if (sure !== maybe) throw new EngineFault(`the verifier does not decide ${address}:${port}`);
  return sure;
}

function toOutside(reachability: Reachability, source: PodClass, text: string): Estimate {
  const address = oneAddress(text);
  const part = reachability.outside('egress', source).find(({ addresses }) => address && contains(addresses, address));
  if (part === undefined) throw new EngineFault(`the verifier says nothing of ${text}`);
  return part.estimate;
}

function classOf({ classes }: Reachability, pod: RunningPod): PodClass {
  const name = nameOf(pod);
  const found = classes.filter(({ workloads }) => workloads.some((workload) => workloadName(workload) === name));
  if (found.length !== 1) throw new EngineFault(`the verifier knows ${found.length} classes of ${name}`);
  return found[0] as PodClass;
}

/** A pod goes by the name of what made it. */
function nameOf({ kind, metadata: { namespace = '', name, ownerReferences } }: KubeObject): string {
  const [owner] = (ownerReferences ?? []) as readonly { readonly kind: string; readonly name: string }[];
  return workloadName({ namespace, name: owner?.name ?? name, kind: owner?.kind ?? kind });
}
