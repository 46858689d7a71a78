import { AUTHENTICATED, NODES } from '../../../model/people/system-groups';
import { admissionRequest, SOMEBODY, type Manifest } from '../../admission/admission-request';
import type { Evidence } from '../../evidence';
import type { Check } from '../check';
import type { NodeTaint } from '../../placement/taint';
import { ELSEWHERE } from './parts/elsewhere';
import { allOwnNodes, hasModelNodes } from './parts/told-nodes';
import { eachNamespace, inProject, manifest, wholeCluster, PROBE, type Probe } from '../probe';
import { writtenNativePolicy } from './parts/written-policy';

export const nodes: Check = {
  id: 'admission/nodes',
  title: 'Nobody relabels training nodes, binds pods to them, or reaches their kubelets',
  why: 'A node that loses the taint takes everybody; a binding passes the taint by; the proxy to a node runs commands in every pod on it.',
  stops: ['A2', 'A3', 'A4', 'T2'],
  control:
    "the API server's own admission policies on nodes, bindings and the node proxy, which webhooks of Kyverno never hear of",
  fix: writtenNativePolicy('node-labels', 'pod-binding', 'node-proxy'),
  *judge(evidence) {
    yield* eachNamespace(evidence, function* (namespace): Generator<Probe> {
      const object = manifest('v1', 'Pod', { name: PROBE, namespace: namespace.name });
      yield {
        meaning: 'pods/binding',
        native: true,
        request: inProject(namespace, { operation: 'CREATE', object, subresource: 'binding' }),
      };
      yield {
        meaning: 'bindings, the older way',
        native: true,
        request: inProject(namespace, {
          operation: 'CREATE',
          object: manifest('v1', 'Binding', { name: PROBE, namespace: namespace.name }),
        }),
      };
    });
    yield* wholeCluster(evidence, [...relabelProbes(evidence), ...proxyProbes(evidence), BINDING_ELSEWHERE]);
  },
};

/** What a kubelet does and shows, beside its metrics (https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/server/server.go). */
const KUBELET = [
  'exec/ml/pod/main',
  'run/ml/pod/main',
  'attach/ml/pod/main',
  'portForward/ml/pod',
  'containerLogs/ml/pod/main',
  'logs/pods',
  'pods',
  'configz',
  'checkpoint/ml/pod/main',
  // Containers may be called like what scrapers read.
  'exec/ml/pod/metrics',
  'run/ml/metrics/healthz',
];

function node(labels: object, taints: readonly object[]): Manifest {
  return manifest('v1', 'Node', { name: 'node', labels }, { spec: { taints } });
}

/** Nodes of training, and what those of another project are called; without one, undefined. */
interface Sample {
  /** Whose they are, for messages. */
  readonly whose: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
  readonly others: Readonly<Record<string, string>> | undefined;
}

/** Of the model, and of each project whose nodes go by labels of their owner. */
function samples(evidence: Evidence): readonly Sample[] {
  const { taint, keys } = evidence.scope;
  const of = (project: string): Sample['labels'] => ({ [taint.key]: taint.value, [keys.project]: project });
  const own = allOwnNodes(evidence);
  return [
    ...(hasModelNodes(evidence) ? [{ whose: '', labels: of('a'), taints: [taint], others: of('b') }] : []),
    ...own.map(({ project, labels, taints }) => ({
      whose: ` of ${project}`,
      labels,
      taints,
      others: own.find((other) => other.project !== project)?.labels,
    })),
  ];
}

function* relabelProbes(evidence: Evidence): Generator<Probe> {
  const { taint } = evidence.scope;
  const kubelet = { username: 'system:node:node', groups: [NODES, AUTHENTICATED] };
  const update = (meaning: string, was: Manifest, object: Manifest, who = SOMEBODY, subresource = ''): Probe => ({
    meaning,
    native: true,
    request: admissionRequest({ operation: 'UPDATE', object, was, who, subresource }),
    harmless: admissionRequest({ operation: 'UPDATE', object: was, was, who, subresource }),
  });
  for (const { whose, labels, taints, others } of samples(evidence)) {
    const training = node(labels, taints);
    const name = `a training node${whose}`;
    if (taints.length > 0) yield update(`${name} that loses its taint`, training, node(labels, []));
    // Labels may be written with the status as well, which every kubelet does.
    for (const part of ['', 'status']) {
      const by = part === '' ? '' : `, by its ${part}`;
      const called = whose === '' ? { [taint.key]: taint.value } : labels;
      yield update(`a node that calls itself ${name}${by}`, node({}, []), node(called, []), kubelet, part);
      if (others !== undefined)
        yield update(`${name} that changes its project${by}`, training, node(others, taints), kubelet, part);
    }
    if (taints.length === 0) continue;
    const tainted = (more: Partial<NodeTaint>): Manifest =>
      node(
        labels,
        taints.map((one) => ({ ...one, ...more })),
      );
    yield update(`${name} whose taint only advises`, training, tainted({ effect: 'PreferNoSchedule' }));
    yield update(`${name} whose taint gets another value`, training, tainted({ value: 'another' }));
  }
}

function* proxyProbes(evidence: Evidence): Generator<Probe> {
  const [sample] = samples(evidence);
  const training = node(sample?.labels ?? {}, sample?.taints ?? []);
  for (const path of [undefined, ...KUBELET])
    yield {
      meaning: `nodes/proxy${path === undefined ? '' : ` to ${path.split('/', 1)[0]}`}`,
      native: true,
      request: admissionRequest({
        operation: 'CONNECT',
        object: training,
        subresource: 'proxy',
        ...(path === undefined ? {} : { path }),
      }),
    };
}

const BINDING_ELSEWHERE: Probe = {
  meaning: 'pods/binding elsewhere',
  native: true,
  request: admissionRequest({
    operation: 'CREATE',
    object: manifest('v1', 'Pod', { name: PROBE, namespace: 'elsewhere' }),
    subresource: 'binding',
    namespaceLabels: ELSEWHERE,
  }),
};
