import { isOnlySeen } from '../../../cloud/operated-resources';
import { itemsIn, type Field } from '../../../input/field';
import { isClusterScoped } from '../../../input/kinds';
import type { KubernetesObject } from '../../../input/kubernetes-object';
import { notKnown, type Problem } from '../../../problem';
import { ownValue } from '../../../record';
import { plainText } from '../../../scope/backend/mount-options';

type IsProject = (namespace: string | undefined) => boolean;

/** What a tool applies of an object, which is not in the files. */
interface Delivery {
  readonly tool: string;
  /** Places where a namespace is named that it all goes to. */
  readonly into?: readonly (readonly string[])[];
  /** Where an account is named whose rights it takes in place of the tool's. */
  readonly as?: readonly string[];
  /** Where another cluster is named. */
  readonly elsewhere?: (spec: Field) => boolean;
  /** Whole objects in it. */
  readonly holds?: (spec: Field) => readonly Field[];
}

const FLUX: Delivery = {
  tool: 'Flux',
  into: [['targetNamespace']],
  as: ['serviceAccountName'],
  elsewhere: (spec) => spec.get('kubeConfig') !== undefined,
};
const FLEET: Delivery = {
  tool: 'Fleet',
  into: [['targetNamespace'], ['defaultNamespace'], ['namespace']],
  as: ['serviceAccount'],
};
const CROSSPLANE: Delivery = { tool: 'Crossplane', holds: (spec) => one(spec.at('forProvider', 'manifest')) };
const CROSSPLANE_CHART: Delivery = { tool: 'Crossplane', into: [['forProvider', 'namespace']] };
const ARGO = 'Argo CD';

const one = (field: Field | undefined): readonly Field[] => (field === undefined ? [] : [field]);

/** Whether an application is for another cluster than this one (https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/). */
function isOfOtherCluster(destination: Field | undefined): boolean {
  const [server, name] = [plainText(destination?.get('server')), plainText(destination?.get('name'))];
  if (server.includes('{{') || name.includes('{{')) return false;
  return server === '' ? name !== '' && name !== 'in-cluster' : !server.startsWith('https://kubernetes.default.svc');
}

/** By API group and kind. */
const DELIVERIES: Readonly<Record<string, Delivery>> = {
  // https://fluxcd.io/flux/components/kustomize/kustomizations/, https://fluxcd.io/flux/components/helm/helmreleases/
  'kustomize.toolkit.fluxcd.io/Kustomization': FLUX,
  'helm.toolkit.fluxcd.io/HelmRelease': FLUX,
  // https://fluxoperator.dev/docs/crd/resourceset/
  'fluxcd.controlplane.io/ResourceSet': {
    tool: 'Flux',
    as: ['serviceAccountName'],
    holds: (spec) => itemsIn(spec, 'resources'),
  },
  // https://docs.k3s.io/add-ons/helm
  'helm.cattle.io/HelmChart': { tool: 'the Helm controller', into: [['targetNamespace']] },
  // https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/
  'argoproj.io/Application': {
    tool: ARGO,
    into: [['destination', 'namespace']],
    elsewhere: (spec) => isOfOtherCluster(spec.get('destination')),
  },
  'argoproj.io/ApplicationSet': {
    tool: ARGO,
    into: [['template', 'spec', 'destination', 'namespace']],
    elsewhere: (spec) => isOfOtherCluster(spec.at('template', 'spec', 'destination')),
  },
  // https://fleet.rancher.io/ref-crds
  'fleet.cattle.io/GitRepo': FLEET,
  'fleet.cattle.io/HelmOp': FLEET,
  'fleet.cattle.io/Bundle': FLEET,
  // https://github.com/crossplane-contrib/provider-kubernetes
  'kubernetes.crossplane.io/Object': CROSSPLANE,
  'kubernetes.m.crossplane.io/Object': CROSSPLANE,
  // https://github.com/crossplane-contrib/provider-helm
  'helm.crossplane.io/Release': CROSSPLANE_CHART,
  'helm.m.crossplane.io/Release': CROSSPLANE_CHART,
  'work.open-cluster-management.io/ManifestWork': {
    tool: 'Open Cluster Management',
    holds: (spec) => itemsIn(spec, 'workload', 'manifests'),
  },
  // An operator comes with roles of the whole cluster (https://olm.operatorframework.io/docs/concepts/crds/).
  'operators.coreos.com/Subscription': { tool: 'the Operator Lifecycle Manager' },
};

/** Whether a tool applies other objects because of one of this kind: what it holds is judged here. */
export const isDelivery = ({ groupKind }: KubernetesObject): boolean => Object.hasOwn(DELIVERIES, groupKind);

/** What a tool applies of an object in a project that is not the object's own, or anywhere, with its own rights. */
export function* applied(object: KubernetesObject, isProject: IsProject): Generator<Problem> {
  const { namespace } = object;
  const key = object.groupKind;
  const delivery = ownValue(DELIVERIES, key);
  const spec = object.field.get('spec');
  if (key === 'operators.coreos.com/ClusterServiceVersion' && spec !== undefined && isProject(namespace))
    yield* clusterPermissions(spec);
  if (delivery === undefined || spec === undefined || isOnlySeen(object) || delivery.elsewhere?.(spec) === true) return;
  const { tool, into = [], as, holds } = delivery;
  if (as !== undefined && plainText(spec.at(...as)) !== '') return;
  const details = {
    ...(as === undefined ? {} : { fix: `name in ${as.join('.')} an account of its namespace whose rights it takes` }),
  };
  if (holds !== undefined) {
    for (const at of holds(spec)) {
      const place = placeOf(at, isProject);
      if (place !== undefined)
        yield notKnown(`has ${tool} apply a ${plainText(at.get('kind'))} ${place}, which is not read here`, { at });
    }
    return;
  }
  const targets = into
    .flatMap((way) => one(spec.at(...way)))
    .map((at) => ({ at, place: targetOf(plainText(at), namespace, isProject) }));
  for (const { at, place } of targets)
    if (place !== undefined)
      yield notKnown(`has ${tool} apply in ${place} what is not in the files`, { ...details, at });
  // Whatever the namespace of the rest is, things of the whole cluster are not in it.
  if (isProject(namespace) && targets.every(({ place }) => place === undefined))
    yield notKnown(`has ${tool} apply what is not in the files, anywhere in the cluster`, { ...details, at: spec });
}

/** A project that a namespace names, or may, and that is not the own one. */
function targetOf(target: string, own: string | undefined, isProject: IsProject): string | undefined {
  if (target.includes('{{')) return 'a namespace that it finds out itself';
  return target !== own && isProject(target) ? target : undefined;
}

/** Where an object inside another one lies, if that is a project or the whole cluster. */
function placeOf(object: Field, isProject: IsProject): string | undefined {
  const namespace = plainText(object.at('metadata', 'namespace'));
  if (isClusterScoped(plainText(object.get('apiVersion')), plainText(object.get('kind')))) return 'of the cluster';
  return isProject(namespace) ? `in ${namespace}` : undefined;
}

/** https://olm.operatorframework.io/docs/concepts/crds/clusterserviceversion/ */
function* clusterPermissions(spec: Field): Generator<Problem> {
  for (const at of itemsIn(spec, 'install', 'spec', 'clusterPermissions'))
    yield notKnown(
      `has the Operator Lifecycle Manager give ${plainText(at.get('serviceAccountName'))} rights in the whole cluster, which are not read here`,
      { at },
    );
}
