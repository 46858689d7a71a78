import { admissionRequest, SOMEBODY, type Manifest } from '../../admission/admission-request';
import type { Evidence } from '../../evidence';
import type { Check } from '../check';
import { ELSEWHERE } from './parts/elsewhere';
import { eachProject, inProject, manifest, wholeCluster, PROBE, type Probe } from '../probe';
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
    yield* eachProject(evidence, function* (namespace): Generator<Probe> {
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
];

function node(labels: object, taints: readonly object[]): Manifest {
  return manifest('v1', 'Node', { name: 'node', labels }, { spec: { taints } });
}

function trainingNode({ scope: { taint, keys } }: Evidence): Manifest {
  return node({ [taint.key]: taint.value, [keys.project]: 'a' }, [taint]);
}

function* relabelProbes(evidence: Evidence): Generator<Probe> {
  const { taint, keys } = evidence.scope;
  const training = trainingNode(evidence);
  const kubelet = { username: 'system:node:node', groups: ['system:nodes', 'system:authenticated'] };
  const update = (meaning: string, was: Manifest, object: Manifest, who = SOMEBODY, subresource = ''): Probe => ({
    meaning,
    native: true,
    request: admissionRequest({ operation: 'UPDATE', object, was, who, subresource }),
    harmless: admissionRequest({ operation: 'UPDATE', object: was, was, who, subresource }),
  });
  yield update(
    'a training node that loses its taint',
    training,
    node({ [taint.key]: taint.value, [keys.project]: 'a' }, []),
  );
  // Labels may be written with the status as well, which every kubelet does.
  for (const part of ['', 'status']) {
    const by = part === '' ? '' : `, by its ${part}`;
    yield update(
      `a node that calls itself a training node${by}`,
      node({}, []),
      node({ [taint.key]: taint.value }, []),
      kubelet,
      part,
    );
    yield update(
      `a training node that changes its project${by}`,
      training,
      node({ [taint.key]: taint.value, [keys.project]: 'b' }, [taint]),
      kubelet,
      part,
    );
  }
}

function* proxyProbes(evidence: Evidence): Generator<Probe> {
  const training = trainingNode(evidence);
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
