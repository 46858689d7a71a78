import { dnsAddress, endpointAddress } from '../../node/fabric';
import type { ImageStore } from '../../node/images/store';

type Images = ImageStore['references'];

/** Class of the volumes that the cluster has; here folders of the machine. */
export const storageClass = 'shared';

/** A pod of somebody else: what training may reach, must not reach, or must not be reached by. */
export interface Neighbour {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
}

/** Everybody in the cluster who is not training. */
export const neighbours = {
  /** Experiment tracking, with a port that is nobody's business. */
  tracking: { namespace: 'ml-platform', name: 'mlflow', labels: { app: 'mlflow' }, ports: [5000, 8080] },
  dataLake: { namespace: 'ml-data', name: 'data-lake', labels: { app: 'data-lake' }, ports: [443] },
  /** Another pod in the namespace of a service, without the service's labels. */
  besideTracking: { namespace: 'ml-platform', name: 'admin', labels: { app: 'admin' }, ports: [5000] },
  vault: { namespace: 'production', name: 'vault', labels: { app: 'vault' }, ports: [80] },
  /** A pod that no policy of anybody covers. */
  unguarded: { namespace: 'default', name: 'unguarded', labels: { app: 'unguarded' }, ports: [80] },
  /** Calls itself the cluster's DNS, in a namespace of its own. */
  rogueDns: { namespace: 'rogue', name: 'dns', labels: { 'k8s-app': 'kube-dns' }, ports: [53] },
} as const satisfies Record<string, Neighbour>;

export type NeighbourName = keyof typeof neighbours;

export function neighbourObjects(images: Images): readonly object[] {
  return Object.values<Neighbour>(neighbours).map(({ namespace, name, labels, ports }) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'main', image: images.shell, command: ['/bin/packets', 'serve', ...ports.map(String)] }],
    },
  }));
}

/** Address of production's service that is known before it is: whoever tries it needs no DNS. */
export const vaultAddress = '10.96.0.80';

/** Services in front of two of them; the port of one differs from that of its container. */
export const services: readonly object[] = [
  service('ml-platform', 'tracking', { app: 'mlflow' }, { port: 80, targetPort: 5000 }),
  service('production', 'vault', { app: 'vault' }, { port: 80, targetPort: 80 }, vaultAddress),
];

/** Namespaces that the library does not write. */
export const namespaces: readonly object[] = ['ml-platform', 'ml-data', 'production', 'rogue'].map((name) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
}));

/** A claim of a project that something stands behind. */
export interface Volume {
  readonly namespace: string;
  readonly claim: string;
  /** Whether the claim is there before the platform is, filled by others. */
  readonly adopted: boolean;
}

/** The volumes of the cluster: folders of this machine that every node sees, one for each claim; and the adopted claims. */
export function volumeObjects(folder: string, volumes: readonly Volume[]): readonly object[] {
  return [
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: storageClass },
      provisioner: 'kubernetes.io/no-provisioner',
    },
    ...volumes.map(({ namespace, claim, adopted }) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `${namespace}-${claim}` },
      spec: {
        storageClassName: adopted ? '' : storageClass,
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteMany'],
        claimRef: { namespace, name: claim },
        local: { path: `${folder}/${namespace}-${claim}` },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'Exists' }] }],
          },
        },
      },
    })),
    ...volumes
      .filter(({ adopted }) => adopted)
      .map(({ namespace, claim }) => ({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: claim, namespace },
        spec: {
          storageClassName: '',
          volumeName: `${namespace}-${claim}`,
          accessModes: ['ReadWriteMany'],
          resources: { requests: { storage: '1Gi' } },
        },
      })),
  ];
}

/** The DNS of the cluster, as its pods and Service are called everywhere. */
export function dnsObjects(images: Images): readonly object[] {
  const metadata = { name: 'coredns', namespace: 'kube-system' };
  const labels = { 'k8s-app': 'kube-dns' };
  const rbac = 'rbac.authorization.k8s.io';
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRole',
      metadata: { name: 'coredns' },
      rules: [
        { apiGroups: [''], resources: ['services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
      ],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'coredns' },
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'coredns' },
      subjects: [{ kind: 'ServiceAccount', ...metadata }],
    },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { Corefile: corefile } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...metadata, labels },
      spec: {
        serviceAccountName: 'coredns',
        dnsPolicy: 'Default',
        terminationGracePeriodSeconds: 0,
        containers: [
          {
            name: 'coredns',
            image: images.coredns,
            args: ['-conf', '/etc/coredns/Corefile'],
            volumeMounts: [{ name: 'config', mountPath: '/etc/coredns' }],
          },
        ],
        volumes: [{ name: 'config', configMap: { name: 'coredns' } }],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kube-dns', namespace: 'kube-system' },
      spec: {
        clusterIP: dnsAddress,
        selector: labels,
        ports: ['UDP', 'TCP'].map((protocol) => ({ name: protocol.toLowerCase(), protocol, port: 53 })),
      },
    },
  ];
}

const corefile = `.:53 {
  errors
  ready
  hosts {
    ${endpointAddress} sts.us-west-2.amazonaws.com
    fallthrough
  }
  kubernetes cluster.local in-addr.arpa {
    ttl 0
  }
}
`;

function service(namespace: string, name: string, selector: object, port: object, clusterIP?: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector, ports: [port], ...(clusterIP && { clusterIP }) },
  };
}
