import type { KnownComponent } from '../../model';
import { may, type Rule } from './rule';

/** Accounts of a component, and what its chart lets them do. */
export interface ComponentAccounts {
  /** Their names, whatever the release is called. */
  readonly names: RegExp;
  /** As far as it concerns projects. What a value of the chart adds that is off by default is not here. */
  readonly rules: readonly Rule[];
}

const accounts = (names: RegExp, ...rules: Rule[]): ComponentAccounts => ({ names, rules });

const READ = 'get list watch';
const WRITE = 'create update patch delete';
const ALL = `${WRITE} deletecollection`;
const WEBHOOKS = 'mutatingwebhookconfigurations validatingwebhookconfigurations';
const POLICIES =
  'validatingadmissionpolicies validatingadmissionpolicybindings mutatingadmissionpolicies mutatingadmissionpolicybindings';

/** Provisioner, resizer, attacher and snapshotter beside a driver (https://kubernetes-csi.github.io/docs/sidecar-containers.html). */
const CSI_CONTROLLER: readonly Rule[] = [
  may(WRITE, '', 'persistentvolumes'),
  may('update', '', 'persistentvolumeclaims'),
  may('update patch', 'storage.k8s.io', 'volumeattachments'),
  may('create update patch delete', 'snapshot.storage.k8s.io', 'volumesnapshotcontents'),
  may('update patch', 'snapshot.storage.k8s.io', 'volumesnapshotcontents/status'),
  may('create update patch delete', 'groupsnapshot.storage.k8s.io', 'volumegroupsnapshotcontents'),
  may('update patch', 'groupsnapshot.storage.k8s.io', 'volumegroupsnapshotcontents/status'),
];
/** A driver takes its startup taint from the node. */
const CSI_NODE = may('update patch', '', 'nodes');
/** What a feature of a node is, its agents write for its controller (https://kubernetes-sigs.github.io/node-feature-discovery/). */
const FEATURES = may(WRITE, 'nfd.k8s-sigs.io', 'nodefeatures');
const FEATURE_DISCOVERY = accounts(/node-feature-discovery/, may('update patch', '', 'nodes nodes/status'), FEATURES);
const READ_ALL = may(READ, '*', '*');
/** Its release gives each of its controllers nearly all of its own kinds (kyverno, config/install-latest-testing.yaml). */
const KYVERNOS_OWN: readonly Rule[] = [
  may(ALL, 'kyverno.io', 'policies clusterpolicies policyexceptions globalcontextentries updaterequests'),
  may(
    ALL,
    'policies.kyverno.io',
    [
      'validatingpolicies imagevalidatingpolicies generatingpolicies mutatingpolicies deletingpolicies policyexceptions',
      'namespacedvalidatingpolicies namespacedimagevalidatingpolicies namespacedgeneratingpolicies',
      'namespacedmutatingpolicies namespaceddeletingpolicies',
    ].join(' '),
  ),
];

/** By the names of the description; the charts stand beside those names. */
export const COMPONENT_ACCOUNTS: Readonly<Record<KnownComponent, readonly ComponentAccounts[]>> = {
  coredns: [accounts(/^coredns$/)],
  'nvidia-device-plugin': [accounts(/nvidia-device-plugin|gpu-feature-discovery/, FEATURES), FEATURE_DISCOVERY],
  'gpu-operator': [
    accounts(
      /^gpu-operator$/,
      may('create update patch', '', 'namespaces'),
      may('update patch', '', 'nodes'),
      may(WRITE, 'rbac.authorization.k8s.io', 'clusterroles clusterrolebindings'),
      may(WRITE, 'node.k8s.io', 'runtimeclasses'),
      may('create', 'scheduling.k8s.io', 'priorityclasses'),
      may(WRITE, 'apiextensions.k8s.io', 'customresourcedefinitions'),
      may(WRITE, '', 'pods'),
      may(ALL, 'nvidia.com', 'clusterpolicies nvidiadrivers'),
      FEATURES,
      may(WRITE, 'nfd.k8s-sigs.io', 'nodefeaturerules'),
    ),
    accounts(/^nvidia-/, may('update patch', '', 'nodes'), may('delete', '', 'pods'), FEATURES),
    FEATURE_DISCOVERY,
  ],
  'efa-device-plugin': [accounts(/efa-k8s-device-plugin/)],
  'network-operator': [
    accounts(
      /network-operator/,
      may(WRITE, 'mellanox.com', 'nicclusterpolicies hostdevicenetworks macvlannetworks ipoibnetworks'),
      may(ALL, 'k8s.cni.cncf.io', 'network-attachment-definitions'),
    ),
    FEATURE_DISCOVERY,
  ],
  falco: [accounts(/^(falco|k8s-metacollector)/)],
  'fluent-bit': [accounts(/fluent-bit/)],
  'mountpoint-s3': [accounts(/^s3-csi-/)],
  'ebs-csi': [accounts(/^ebs-csi-controller/, ...CSI_CONTROLLER), accounts(/^ebs-csi-node/, CSI_NODE)],
  'fsx-csi': [accounts(/^fsx-csi-controller/, ...CSI_CONTROLLER), accounts(/^fsx-csi-node/, CSI_NODE)],
  'efs-csi': [accounts(/^efs-csi-controller/, ...CSI_CONTROLLER), accounts(/^efs-csi-node/, CSI_NODE)],
  'cluster-autoscaler': [
    accounts(
      /cluster-autoscaler$/,
      may('create update patch', '', 'endpoints'),
      may('update', '', 'pods/status nodes'),
      may('patch', 'batch', 'jobs'),
    ),
  ],
  karpenter: [
    accounts(
      /^karpenter$/,
      may('update patch delete', '', 'nodes'),
      may('delete', '', 'pods'),
      may(WRITE, 'karpenter.sh', 'nodeclaims'),
      may('update patch', 'karpenter.sh', 'nodepools nodeoverlays'),
      may('update patch', 'karpenter.k8s.aws', 'ec2nodeclasses'),
    ),
  ],
  'metrics-server': [accounts(/metrics-server$/)],
  kyverno: [
    accounts(
      /admission-controller$/,
      READ_ALL,
      may(ALL, 'admissionregistration.k8s.io', `${WEBHOOKS} ${POLICIES}`),
      ...KYVERNOS_OWN,
    ),
    accounts(
      /background-controller$/,
      READ_ALL,
      may(WRITE, '', 'namespaces configmaps secrets resourcequotas limitranges'),
      may(WRITE, 'networking.k8s.io', 'ingresses networkpolicies'),
      may(WRITE, 'rbac.authorization.k8s.io', 'roles rolebindings'),
      may(ALL, 'resource.k8s.io', 'resourceclaims resourceclaimtemplates'),
      ...KYVERNOS_OWN,
    ),
    accounts(
      /cleanup-controller$/,
      may('create update delete', 'admissionregistration.k8s.io', 'validatingwebhookconfigurations'),
      may('create update delete', 'batch', 'cronjobs'),
      ...KYVERNOS_OWN,
    ),
    accounts(/reports-controller$/, READ_ALL, ...KYVERNOS_OWN),
  ],
  'external-secrets': [
    accounts(
      /^external-secrets$/,
      may(`${READ} ${WRITE}`, '', 'secrets'),
      may('create', '', 'serviceaccounts/token'),
      may(
        'update patch',
        'external-secrets.io',
        'secretstores clustersecretstores clusterexternalsecrets clusterpushsecrets',
      ),
      may(WRITE, 'external-secrets.io', 'externalsecrets pushsecrets'),
    ),
    accounts(
      /cert-controller$/,
      may(`${READ} update patch`, '', 'secrets'),
      may('update patch', 'admissionregistration.k8s.io', WEBHOOKS),
      may('update patch', 'apiextensions.k8s.io', 'customresourcedefinitions'),
    ),
    accounts(/webhook$/),
  ],
  kueue: [
    accounts(
      /^kueue-controller-manager$/,
      may('update patch delete', '', 'pods'),
      may('patch', '', 'pods/status'),
      may(`${READ} update`, '', 'secrets'),
      may('update', 'admissionregistration.k8s.io', WEBHOOKS),
      // It ends what another cluster of MultiKueue has taken (config/components/rbac/role.yaml).
      may('update patch delete', 'batch', 'jobs'),
      may('update patch delete', 'jobset.x-k8s.io', 'jobsets'),
      may('update patch', 'leaderworkerset.x-k8s.io', 'leaderworkersets'),
      may('update patch', 'trainer.kubeflow.org', 'trainjobs'),
      may('update patch delete', 'kubeflow.org', 'mpijobs mxjobs paddlejobs pytorchjobs tfjobs xgboostjobs'),
      may('update patch', 'kubeflow.org', 'jaxjobs'),
      may('update patch delete', 'ray.io', 'rayclusters rayjobs rayservices'),
      may('update patch delete', 'sparkoperator.k8s.io', 'sparkapplications'),
      may('update patch delete', 'workload.codeflare.dev', 'appwrappers'),
      {
        ...may('update', 'apiextensions.k8s.io', 'customresourcedefinitions'),
        resourceNames: ['clusterqueues', 'cohorts', 'localqueues', 'multikueueclusters', 'workloads'].map(
          (kind) => `${kind}.kueue.x-k8s.io`,
        ),
      },
      may(WRITE, 'kueue.x-k8s.io', 'clusterqueues cohorts localqueues'),
      may('update delete', 'kueue.x-k8s.io', 'resourceflavors'),
    ),
  ],
};
