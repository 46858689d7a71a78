/** What constructs refuse before they write anything, and where they belong. */
import { App, Chart } from 'cdk8s';
import {
  Manifest,
  PlatformIsolation,
  ProbeJob,
  ProjectSecrets,
  TrainingJob,
  TrainingProject,
  type ProbeJobProps,
  type ProjectSecretsProps,
  type TrainingJobProps,
} from '../../lib/kubernetes';
import { synthesize } from '../../lib/testing';
import { broken } from '../any-kind';
import { faultPaths, faultsOf } from '../faults-of';
import { platformProps } from '../platform-props';
import { only, platformOf, trainingJob } from './document-1';

const platform = platformOf();
const projectOf = (app: App, project: string): TrainingProject =>
  new TrainingProject(app, project, { platform, project });
const secretsProps = (changes: object = {}): ProjectSecretsProps => ({
  roleArn: 'arn:aws:iam::111122223333:role/secrets',
  secrets: { wandb: { token: { key: 'wandb' } } },
  ...changes,
});

describe('a misspelt option is a control that is silently missing, so it is refused', () => {
  test('for the platform, as is a weakening without a reason', () => {
    const paths = (props: object) =>
      faultPaths(() => new PlatformIsolation(new App(), 'platform', { platform, ...props }));
    expect(paths({ unsave: {} })).toEqual(['unsave']);
    expect(paths({ unsafe: { clusterAdmins: { groups: ['break-glass'] } } })).toEqual(['unsafe.clusterAdmins.reason']);
    expect(paths({ unsafe: { clusterAdmins: { groups: 'all', reason: '' }, other: {} } })).toEqual([
      'unsafe.clusterAdmins.groups',
      'unsafe.clusterAdmins.reason',
      'unsafe.other',
    ]);
  });

  test('for a project, with every other fault of its props', () => {
    const props = { platform, project: 'alpha', rolls: 'namespace', namespaceLabels: { a: 1 }, serviceAccount: 'x' };
    expect(faultPaths(() => new TrainingProject(new App(), 'alpha', props as never))).toEqual(
      expect.arrayContaining(['namespaceLabels.a', 'rolls', 'serviceAccount']),
    );
    const roles = { platform, project: 'alpha', roles: 'clustr' } as never;
    expect(faultsOf(() => new TrainingProject(new App(), 'alpha', roles))).toEqual([
      expect.objectContaining({ path: 'roles', fix: 'did you mean "cluster"?' }),
    ]);
  });

  test('for secrets, with every other fault of their props', () => {
    const paths = (props: object) =>
      faultPaths(() => new ProjectSecrets(projectOf(new App(), 'alpha'), 'secrets', secretsProps(props)));
    expect(paths({ service: 'Vault', refresh: '1h', refreshInterval: 'hourly', roleArn: 5 })).toEqual([
      'refresh',
      'refreshInterval',
      'roleArn',
      'service',
    ]);
    expect(paths({ secrets: { Wandb: { '../token': { key: 'x' }, ok: { kee: 'x' } } } })).toEqual([
      'secrets.Wandb',
      'secrets.Wandb.../token',
      'secrets.Wandb.ok.kee',
      'secrets.Wandb.ok.key',
    ]);
  });

  test.each([
    ['a bare description', platformProps()],
    ['nothing', undefined],
  ])('for a platform, where %s is given', (_, given) => {
    const props = { platform: given, project: 'alpha' } as never;
    expect(faultPaths(() => new PlatformIsolation(new App(), 'p', { platform: given } as never))).toEqual(['platform']);
    expect(faultPaths(() => new TrainingProject(new App(), 'p', props))).toEqual(['platform']);
  });
});

describe('props of another kind are faults, and break nothing:', () => {
  /** Every prop, so that a new one without a value here does not compile. */
  type Every<T> = Required<Omit<T, 'platform' | 'project' | 'transform'>>;
  const alpha = (): TrainingProject => projectOf(new App(), 'alpha');
  const own = (): Chart => new Chart(new App(), 'own');
  const withPlatform = (props: unknown): never =>
    (Object.prototype.toString.call(props) === '[object Object]'
      ? { platform, project: 'alpha', ...(props as object) }
      : props) as never;

  test('of a job', () => {
    const props: Every<TrainingJobProps> = {
      ...trainingJob(),
      name: 'train',
      args: ['/app/train.py'],
      nodes: 2,
      imagePullSecrets: ['registry'],
      workingDir: '/app',
      gpusPerNode: 8,
      pool: 'p4d',
      launcher: 'jax',
      env: { DEBUG: '1' },
      mounts: [{ configMap: 'settings', path: '/mnt/settings' }],
      configFiles: { 'a.yaml': 'a: 1' },
      dataPath: '/data',
      checkpointPath: '/checkpoints',
      scratchGiB: 10,
      sharedMemoryGiB: 10,
      hugePages: false,
      deadlineSeconds: 600,
      keepFinishedSeconds: 600,
      gracePeriodSeconds: 60,
      preStop: ['sync'],
      retries: 1,
      fatalExitCodes: [3],
      rankGuard: true,
      stopAfterLossSeconds: 5,
      priority: 'training',
      helpers: 'mounted',
      auditLog: true,
      annotations: { 'example.com/team': 'a' },
      unsafe: {},
    };
    const train = (changed: never) => new TrainingJob(own(), 'pretrain', withPlatform(changed));
    expect(train(props as never)).toBeDefined();
    expect(broken(props, train)).toEqual([]);
    expect(faultPaths(() => new TrainingJob(alpha(), 'pretrain', undefined as never))).toEqual(['(the whole)']);
  });

  test('of secrets', () => {
    const secrets = (changed: never) => new ProjectSecrets(own(), 'secrets', withPlatform(changed));
    expect(broken(secretsProps(), secrets)).toEqual([]);
  });

  test('of a probe', () => {
    const props: Every<ProbeJobProps> = {
      image: trainingJob().image,
      pool: 'p4d',
      name: 'probe',
      unsafe: {},
      open: { lake: 'lake.ml-data.svc:443' },
      shut: { vault: 'vault.production.svc:8200' },
      controlNamespace: 'default',
    };
    expect(new ProbeJob(alpha(), 'probe', props)).toBeDefined();
    expect(broken(props, (changed) => new ProbeJob(alpha(), 'probe', changed))).toEqual([]);
  });

  test('of the platform and of a project', () => {
    const admins = { unsafe: { clusterAdmins: { groups: ['break-glass'], reason: 'the way back in' } } };
    expect(broken(admins, (changed) => new PlatformIsolation(new App(), 'p', withPlatform(changed)))).toEqual([]);
    const props = { roles: 'namespace', serviceAccount: 'train', namespaceLabels: { a: 'b' } };
    expect(broken(props, (changed) => new TrainingProject(new App(), 'p', withPlatform(changed)))).toEqual([]);
    expect(broken(props, (changed) => TrainingProject.fromExisting(new App(), 'p', withPlatform(changed)))).toEqual([]);
  });

  test('of an object in plain data, which has apiVersion and kind', () => {
    expect(faultPaths(() => new Manifest(alpha(), 'settings', { metadata: { name: 'settings' } }))).toEqual([
      'apiVersion',
      'kind',
    ]);
    expect(faultPaths(() => new Manifest(alpha(), 'settings', undefined as never))).toEqual(['apiVersion', 'kind']);
  });

  test('a bare description in place of the platform', () => {
    const props = trainingJob({ platform: platformProps() as never, project: 'alpha' });
    expect(faultPaths(() => new TrainingJob(own(), 'pretrain', props))).toEqual(['platform']);
  });
});

test.each([
  [undefined, 'ml-alpha/'],
  ['SecretsManager', 'ml-alpha/'],
  ['ParameterStore', '/ml-alpha/'],
])('secrets of the store %s are looked for below %s, as names are written there', (service, prefix) => {
  const app = new App();
  new ProjectSecrets(projectOf(app, 'alpha'), 'secrets', secretsProps(service === undefined ? {} : { service }));
  expect(only(synthesize(app), 'SecretStore')).toMatchObject({ spec: { provider: { aws: { prefix } } } });
});

describe('what stands in the chart of a project', () => {
  const inAlpha = (props: object) => () =>
    new TrainingJob(projectOf(new App(), 'alpha'), 'pretrain', trainingJob(props));

  test('belongs to that project, whatever it says', () => {
    expect(faultPaths(inAlpha({ platform, project: 'beta' }))).toEqual(['project']);
    expect(faultPaths(inAlpha({ project: 'beta' }))).toEqual(['project']);
    expect(faultPaths(inAlpha({ platform: platformOf(platformProps({ name: 'other' })), project: 'alpha' }))).toEqual([
      'platform',
    ]);
    expect(inAlpha({ platform, project: 'alpha' })).not.toThrow();
  });

  test('elsewhere names platform and project, jobs and secrets alike', () => {
    const chart = () => new Chart(new App(), 'own');
    expect(faultPaths(() => new ProjectSecrets(chart(), 'secrets', secretsProps()))).toEqual(['platform', 'project']);
    expect(faultPaths(() => new ProjectSecrets(chart(), 'secrets', secretsProps({ platform })))).toEqual(['project']);
    const app = new App();
    new ProjectSecrets(new Chart(app, 'own'), 'secrets', secretsProps({ platform, project: 'beta' }));
    expect(only(synthesize(app), 'SecretStore')).toMatchObject({ metadata: { namespace: 'ml-beta' } });
  });
});
