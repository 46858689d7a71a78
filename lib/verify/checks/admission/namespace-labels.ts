import { ENFORCED } from '../../../model/kubernetes/pod-security-labels';
import { EVERY_MESH, type Mesh } from '../../../model/network/meshes';
import { NAMESPACE_NAME_LABEL } from '../../../model';
import { ADMIN_ACCESS_LABEL } from '../../../model/kubernetes/label-keys';
import { admissionRequest, type Manifest } from '../../admission/admission-request';
import type { Evidence } from '../../evidence';
import { type TrainingNamespace, labelsOfNamespace } from '../../scope/training-scope';
import type { Check } from '../check';
import { eachNamespace, manifest, wholeCluster, type Probe } from '../probe';
import { writtenNativePolicy } from './parts/written-policy';

export const namespaceLabels: Check = {
  id: 'admission/namespace-labels',
  title: 'Only the platform makes and removes namespaces of projects, and sets the labels that policies go by',
  why: 'Policies judge by the label of the namespace, the cloud trusts its name: whoever sets one chooses what applies.',
  stops: ['A2', 'A4', 'T7', 'T14'],
  control: "the API server's own admission policies on namespaces",
  fix: writtenNativePolicy('namespace-labels', 'project-namespaces'),
  *judge(evidence) {
    yield* eachNamespace(evidence, (namespace) => probesOf(evidence, namespace));
    yield* wholeCluster(evidence, elsewhere(evidence));
  },
};

function* probesOf({ scope, platform }: Evidence, namespace: TrainingNamespace): Generator<Probe> {
  const labels = Object.fromEntries(labelsOfNamespace(namespace));
  const was = manifest('v1', 'Namespace', { name: namespace.name, labels });
  const changed = (with_: Texts, annotations: Texts = {}): Manifest =>
    manifest('v1', 'Namespace', {
      name: namespace.name,
      labels: Object.fromEntries(Object.entries({ ...labels, ...with_ }).filter(([, value]) => value !== '')),
      annotations,
    });
  const update = (meaning: string, object: Manifest, subresource = ''): Probe => {
    const asking = { operation: 'UPDATE', was, subresource, namespaceLabels: labelsOfNamespace(namespace) } as const;
    return {
      meaning,
      native: true,
      request: admissionRequest({ ...asking, object }),
      harmless: admissionRequest({ ...asking, object: was }),
    };
  };
  if (namespace.labels.has(scope.keys.tier))
    yield update('a namespace that loses the label of training', changed({ [scope.keys.tier]: '' }));
  if (namespace.labels.has(scope.keys.project))
    yield update('a namespace that changes its project', changed({ [scope.keys.project]: 'another' }));
  yield update('a namespace whose Pod Security is switched off', changed({ [ENFORCED.level]: 'privileged' }));
  yield update('a namespace whose Pod Security goes by the rules of old', changed({ [ENFORCED.version]: 'v1.0' }));
  if (platform !== undefined)
    yield update('a namespace whose claims see every device', changed({ [ADMIN_ACCESS_LABEL]: 'true' }));
  // Labels may be written with these parts of a namespace as well.
  for (const part of ['status', 'finalize'])
    yield update(
      `a namespace whose Pod Security is switched off by its ${part}`,
      changed({ [ENFORCED.level]: 'privileged' }),
      part,
    );
  for (const mesh of EVERY_MESH) {
    const meaning = (key: string): string => `a namespace that lets ${mesh.name} at its pods by ${key}`;
    for (const key of mesh.namespaceLabels) yield update(meaning(key), changed({ [key]: takingIn(mesh, key) }));
    for (const key of mesh.namespaceAnnotations)
      yield update(meaning(`annotation ${key}`), changed({}, { [key]: takingIn(mesh, key) }));
  }
  yield {
    meaning: 'a namespace of a project that is removed',
    native: true,
    request: admissionRequest({ operation: 'DELETE', object: was, namespaceLabels: labelsOfNamespace(namespace) }),
  };
}

type Texts = Readonly<Record<string, string>>;

/** A value by which a mesh takes pods in; the name of anything where any name does. */
function takingIn({ takesIn }: Mesh, key: string): string {
  const [, values = 'any'] = takesIn.find(([other]) => other === key) ?? [];
  return values === 'any' ? 'default' : (values[0] ?? '');
}

function* elsewhere({ scope, platform }: Evidence): Generator<Probe> {
  const create = (name: string, labels: Texts): Probe['request'] =>
    admissionRequest({
      operation: 'CREATE',
      object: manifest('v1', 'Namespace', { name, labels: { ...labels, [NAMESPACE_NAME_LABEL]: name } }),
      namespaceLabels: new Map(Object.entries({ ...labels, [NAMESPACE_NAME_LABEL]: name })),
    });
  yield {
    meaning: 'a namespace that calls itself one of training',
    native: true,
    request: create('elsewhere', { [scope.keys.tier]: 'training' }),
    harmless: create('elsewhere', {}),
  };
  if (platform !== undefined)
    yield {
      meaning: 'a namespace under the name of the platform, without its labels',
      native: true,
      request: create(`${platform.name}-gamma`, {}),
      harmless: create('elsewhere', {}),
    };
}
