import { casesOf, onlyEvaluated } from '../case';
import { object } from '../objects';
import { csiDriver, engineer, platformAdmin } from '../people';
import { create, update } from '../request';

const claims = casesOf('claim-sources', engineer);
const claim = (spec: object, namespace = 'ml-alpha') =>
  object('v1', 'PersistentVolumeClaim', 'extra', namespace, {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
  });

export const claimSources = [
  claims.allowed('a claim that is filled by nothing', create(claim({}))),
  claims.allowed('a claim of a volume of the project', create(claim({ volumeName: 'ml-alpha--data' }))),
  claims.allowed(
    'a copy of a claim of the project',
    create(claim({ dataSource: { kind: 'PersistentVolumeClaim', name: 'alpha--checkpoints' } })),
  ),
  claims.allowed('a volume that a driver binds', update(claim({}), { spec: { volumeName: 'pvc-1' } }), csiDriver),
  claims.allowed('any volume by the platform', create(claim({ volumeName: 'pv-of-the-company' })), platformAdmin),
  claims.allowed(
    'a label on an old claim of another volume',
    update(claim({ volumeName: 'ml-beta--data' }), { metadata: { labels: { touched: 'yes' } } }),
  ),
  claims.allowed('any volume outside the projects', create(claim({ volumeName: 'pv-1' }, 'apps'))),
  claims.refused('a volume of another project', create(claim({ volumeName: 'ml-beta--data' })), engineer, 'volumeName'),
  claims.refused(
    'a volume of a project whose name only starts alike',
    create(claim({ volumeName: 'ml-alpha-2--data' })),
  ),
  claims.refused('a released volume', create(claim({ volumeName: 'pvc-0123' }))),
  onlyEvaluated(
    claims.refused(
      "another project's data as source",
      create(claim({ dataSourceRef: { kind: 'PersistentVolumeClaim', name: 'beta--data', namespace: 'ml-beta' } })),
      engineer,
      'dataSourceRef',
    ),
    'the field is dropped unless the gate CrossNamespaceVolumeDataSource is on',
  ),
];

const snapshots = casesOf('snapshot-sources', engineer);
const snapshot = (source: object) =>
  object('snapshot.storage.k8s.io/v1', 'VolumeSnapshot', 'extra', 'ml-alpha', { spec: { source } });

export const snapshotSources = [
  snapshots.allowed('a snapshot of a claim', create(snapshot({ persistentVolumeClaimName: 'alpha--checkpoints' }))),
  snapshots.allowed(
    'a snapshot of any content by the platform',
    create(snapshot({ volumeSnapshotContentName: 'x' })),
    platformAdmin,
  ),
  snapshots.refused("a snapshot of another project's content", create(snapshot({ volumeSnapshotContentName: 'beta' }))),
];

const services = casesOf('service-shape', engineer);
const service = (spec: object, namespace = 'ml-alpha') =>
  object('v1', 'Service', 'extra', namespace, { spec: { selector: { app: 'a' }, ports: [{ port: 80 }], ...spec } });

export const serviceShape = [
  services.allowed('a Service of the cluster', create(service({}))),
  services.allowed('a headless Service', create(service({ clusterIP: 'None' }))),
  services.allowed('a node port outside the projects', create(service({ type: 'NodePort' }, 'apps'))),
  services.allowed(
    'a label on an old Service of another shape',
    update(service({ type: 'NodePort' }), { metadata: { labels: { touched: 'yes' } } }),
  ),
  services.refused('a node port', create(service({ type: 'NodePort' })), engineer, 'ClusterIP'),
  services.refused('a load balancer', create(service({ type: 'LoadBalancer' }))),
  services.refused(
    'a name that leads anywhere',
    create(service({ type: 'ExternalName', externalName: 'db.example.com', selector: null })),
  ),
  services.refused('an external address', create(service({ externalIPs: ['10.1.2.3'] })), engineer, 'externalIPs'),
  services.refused('a Service without a selector', create(service({ selector: null })), engineer, 'selector'),
  services.refused('a Service that becomes a node port', update(service({}), { spec: { type: 'NodePort' } })),
];
