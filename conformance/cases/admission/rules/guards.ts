import { casesOf, onlyEvaluated } from '../case';
import { named, object, pod } from '../objects';
import {
  csiDriver,
  deployer,
  endpointController,
  engineer,
  garbageCollector,
  kyvernoController,
  namespaceController,
  nodeAgent,
  platformAdmin,
  scheduler,
  storageOperator,
  strangeOperator,
} from '../people';
import { create, remove, update } from '../request';

const touched = { metadata: { labels: { touched: 'yes' } } };
const networkPolicy = (namespace = 'ml-alpha') =>
  object('networking.k8s.io/v1', 'NetworkPolicy', 'extra', namespace, {
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  });
const quota = () => object('v1', 'ResourceQuota', 'extra', 'ml-alpha', { spec: { hard: { pods: '9999' } } });
const roleBinding = () =>
  object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'extra', 'ml-alpha', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
    subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'devs' }],
  });

const project = casesOf('project-guards', engineer);

export const projectGuards = [
  project.refused('a network policy of an engineer', create(networkPolicy())),
  project.refused('the deletion of a network policy', remove(networkPolicy())),
  project.refused('a network policy that is widened', update(networkPolicy(), { spec: { ingress: [{}] } })),
  project.refused('a larger quota', update(quota(), { spec: { hard: { pods: '99999' } } })),
  project.refused(
    'the deletion of a limit range',
    remove(
      object('v1', 'LimitRange', 'extra', 'ml-alpha', {
        spec: { limits: [{ type: 'Container', max: { cpu: '9999' } }] },
      }),
    ),
  ),
  project.refused('a binding of the built-in "edit"', create(roleBinding())),
  project.refused('a role', create(object('rbac.authorization.k8s.io/v1', 'Role', 'extra', 'ml-alpha', { rules: [] }))),
  project.refused('an account with another cloud role', create(object('v1', 'ServiceAccount', 'extra', 'ml-alpha'))),
  project.refused('a network policy of a node agent', create(networkPolicy()), nodeAgent),
  project.refused('a network policy of an operator that nobody listed', create(networkPolicy()), strangeOperator),
  project.allowed('a network policy of the platform', create(networkPolicy()), platformAdmin),
  project.allowed('a network policy by what applies manifests', create(networkPolicy()), deployer),
  project.allowed('the deletion that comes with that of the namespace', remove(networkPolicy()), namespaceController),
  project.allowed('the deletion of what nobody owns any more', remove(quota()), garbageCollector),
  project.allowed('a network policy outside the projects', create(networkPolicy('apps'))),
];

const cluster = casesOf('cluster-guards', engineer);
const priorityClass = () => object('scheduling.k8s.io/v1', 'PriorityClass', 'extra', undefined, { value: 1000 });
const volume = () =>
  object('v1', 'PersistentVolume', 'extra', undefined, {
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadOnlyMany'],
      csi: { driver: 's3.csi.aws.com', volumeHandle: 'x' },
    },
  });
const clusterRoleBinding = () =>
  object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'extra', undefined, {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
    subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'devs' }],
  });

export const clusterGuards = [
  cluster.refused('a priority that ends training', create(priorityClass())),
  cluster.refused('the deletion of a priority', remove(priorityClass())),
  cluster.refused("a volume with another project's prefix", create(volume())),
  cluster.refused(
    'a storage class',
    create(object('storage.k8s.io/v1', 'StorageClass', 'extra', undefined, { provisioner: 'x' })),
  ),
  cluster.refused(
    'a runtime class',
    create(object('node.k8s.io/v1', 'RuntimeClass', 'extra', undefined, { handler: 'runc' })),
  ),
  cluster.refused(
    'a device class',
    create(object('resource.k8s.io/v1', 'DeviceClass', 'extra', undefined, { spec: {} })),
  ),
  cluster.refused('a binding of the built-in "edit" in the whole cluster', create(clusterRoleBinding())),
  cluster.refused('a volume of an operator that nobody listed', create(volume()), strangeOperator),
  cluster.allowed('a volume of a driver in kube-system', create(volume()), csiDriver),
  cluster.allowed('a volume of an operator that the description lists', create(volume()), storageOperator),
  cluster.allowed('a priority of the platform', create(priorityClass()), platformAdmin),
  cluster.allowed('a binding by what applies manifests', create(clusterRoleBinding()), deployer),
];

const written = casesOf('controller-objects', engineer);
const slice = () =>
  object('discovery.k8s.io/v1', 'EndpointSlice', 'extra', 'ml-alpha', {
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.1.2.3'] }],
    ports: [],
  });
const ingress = (namespace = 'ml-alpha') =>
  object('networking.k8s.io/v1', 'Ingress', 'extra', namespace, {
    spec: { defaultBackend: { service: { name: 'x', port: { number: 80 } } } },
  });

export const controllerObjects = [
  written.refused('an endpoint slice that leads elsewhere', create(slice())),
  written.refused(
    'endpoints that lead elsewhere',
    create(object('v1', 'Endpoints', 'extra', 'ml-alpha', { subsets: [{ addresses: [{ ip: '10.1.2.3' }] }] })),
  ),
  written.refused('an ingress', create(ingress())),
  written.refused(
    'an address that somebody gives to a pod',
    update(pod(), { status: { podIP: '10.1.2.3' } }, 'status'),
  ),
  written.allowed('an endpoint slice of its controller', create(slice()), endpointController),
  written.allowed(
    'a condition that the scheduler writes',
    update(
      pod(),
      { status: { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] } },
      'status',
    ),
    scheduler,
  ),
  written.allowed('an ingress outside the projects', create(ingress('apps'))),
  written.allowed('the deletion of an ingress', remove(ingress())),
  onlyEvaluated(
    written.refused(
      'the deletion of what the node enforces the network by',
      remove(object('networking.k8s.aws/v1alpha1', 'PolicyEndpoint', 'extra', 'ml-alpha')),
    ),
    'the kind comes with the network engine of the cloud',
  ),
];

const engine = casesOf('policy-engine', engineer);
const settings = () => object('v1', 'ConfigMap', 'extra', 'kyverno', { data: { resourceFilters: '[*/*,*,*]' } });
const controller = (replicas: number) =>
  object('apps/v1', 'Deployment', 'extra', 'kyverno', {
    spec: {
      replicas,
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a', image: 'b' }] } },
    },
  });

export const policyEngine = [
  engine.refused(
    'settings that filter everything away from Kyverno',
    update(settings(), { data: { resourceFilters: '[Pod,*,*]' } }),
  ),
  engine.refused('the deletion of its settings', remove(settings())),
  engine.refused('no replicas', create(controller(0))),
  engine.refused(
    'no replicas, by way of the scale alone',
    update(named('scaled', controller(1)), { spec: { replicas: 0 } }, 'scale'),
  ),
  engine.refused('another account that acts as Kyverno', create(object('v1', 'ServiceAccount', 'extra', 'kyverno'))),
  engine.allowed('its settings by the platform', update(settings(), touched), platformAdmin),
  engine.allowed(
    'more replicas by the platform',
    update(named('scaled', controller(1)), { spec: { replicas: 3 } }, 'scale'),
    platformAdmin,
  ),
  engine.allowed('its certificates by itself', create(object('v1', 'Secret', 'extra', 'kyverno')), kyvernoController),
  engine.allowed('a ConfigMap elsewhere', create(object('v1', 'ConfigMap', 'extra', 'apps'))),
];

const files = casesOf('library-files', engineer);
const helpers = (rest: object = { immutable: true }) =>
  named('helpers-0123456789', object('v1', 'ConfigMap', 'x', 'ml-alpha', { data: { a: 'b' }, ...rest }));

export const libraryFiles = [
  files.refused('helpers that an engineer writes', create(helpers())),
  files.refused('the files of a job that an engineer writes', create(named('pretrain--config-0123456789', helpers()))),
  files.refused('the deletion of helpers', remove(named('helpers-aaaaaaaaaa', helpers()))),
  files.refused(
    'helpers that can be changed later, by the platform',
    create(named('helpers-bbbbbbbbbb', helpers({}))),
    platformAdmin,
    'immutable',
  ),
  files.refused(
    'another launch script in the files of a job',
    update(named('train--config-cccccccccc', helpers({})), { data: { a: 'c' } }),
  ),
  files.allowed('helpers by the platform', create(named('helpers-dddddddddd', helpers())), platformAdmin),
  files.allowed(
    'a ConfigMap of another name',
    create(object('v1', 'ConfigMap', 'mine', 'ml-alpha', { data: { a: 'b' } })),
  ),
  files.allowed(
    'the deletion that comes with that of the namespace',
    remove(named('helpers-eeeeeeeeee', helpers())),
    namespaceController,
  ),
  files.allowed(
    'a ConfigMap of the same name outside the projects',
    create(named('helpers-ffffffffff', object('v1', 'ConfigMap', 'x', 'apps'))),
  ),
];
