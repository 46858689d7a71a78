/** One test a threat that manifests answer; each fails when its control is taken away. */
import { App } from 'cdk8s';
import { definePlatform, helmValues, type PoolProps } from '../../lib';
import { TrainingJob, TrainingProject } from '../../lib/kubernetes';
import { overlaps, parseIpv4Block } from '../../lib/model/network/cidr';
import type { ClusterRole, ConfigMap, NetworkPolicy, ResourceQuota } from '../../lib/kubernetes/api';
import { synthesize } from '../../lib/testing';
import { faultPaths } from '../faults-of';
import { platformProps } from '../platform-props';
import { only, platformOf, podOf, policies, synthesizeAll, trainingJob } from './document-1';

const all = synthesizeAll();
const quota =
  (
    only(
      all.filter(({ metadata }) => metadata.namespace === 'ml-alpha'),
      'ResourceQuota',
      'project',
    ) as unknown as ResourceQuota
  ).spec?.hard ?? {};

test('T2: two projects never share a node at any time, and sharing a pool needs a reason that shows in the output', () => {
  const [alpha, beta] = platformOf().projects;
  expect(alpha?.nodeGroups[0]?.labels['training-isolation/project']).toBe('alpha');
  expect(beta?.nodeGroups[0]?.labels['training-isolation/project']).toBe('beta');
  const pool: PoolProps = {
    name: 'p4d',
    instanceType: 'p4d.24xlarge',
    availabilityZone: 'us-west-2b',
    maxNodes: 16,
  };
  expect(faultPaths(() => definePlatform(platformProps({ pools: [{ ...pool, shared: { reason: '' } }] })))).toEqual([
    'pools[0].shared.reason',
  ]);
  const shared = definePlatform(
    platformProps({ pools: [{ ...pool, shared: { reason: 'one team behind both projects' } }] }),
  );
  expect(shared.projects.map(({ nodeGroups }) => nodeGroups[0]?.name)).toEqual(['p4d', 'p4d']);
  expect(shared.acceptedRisks).toEqual([
    { id: 'shared-pool', path: 'pools[0].shared', reason: 'one team behind both projects' },
  ]);
});

test('T6: a shared service is shut but for its projects, and reaches nothing that is not named', () => {
  const service = policies(all, 'ml-data') as NetworkPolicy[];
  const deny = service.find(({ metadata }) => metadata?.name === 'ml-data-lake-default-deny');
  expect(deny?.spec).toEqual({
    podSelector: { matchLabels: { app: 'data-lake' } },
    policyTypes: ['Ingress', 'Egress'],
  });
  const access = service.find(({ metadata }) => metadata?.name === 'ml-data-lake-access');
  const callers = access?.spec?.ingress
    ?.flatMap(({ from }) => from ?? [])
    .map(({ namespaceSelector }) => Object.values(namespaceSelector?.matchLabels ?? {})[0]);
  expect(callers).toEqual(['ml-alpha', 'ml-beta']);
  expect(access?.spec?.egress).toHaveLength(1); // DNS
  const open = platformProps({
    services: [
      {
        name: 'data-lake',
        namespace: 'ml-data',
        podLabels: { app: 'data-lake' },
        port: 443,
        tenancy: { none: { reason: 'public data sets only' } },
      },
    ],
  });
  const weakened = policies(synthesizeAll(open), 'ml-data').find(
    ({ metadata }) => metadata?.name === 'ml-data-lake-access',
  );
  expect(weakened?.metadata?.annotations?.['training-isolation/accepted-risk']).toBe(
    '{"service-without-tenancy":"public data sets only"}',
  );
});

test('T9: GPUs come from the device plugin in whole numbers, by CDI, and no variable shows another one', () => {
  expect(podOf().containers[0]?.resources?.limits?.['nvidia.com/gpu']).toBe('8');
  expect(faultPaths(() => podOf({ gpusPerNode: 0 }))).toEqual(['gpusPerNode']);
  expect(faultPaths(() => podOf({ env: { NVIDIA_VISIBLE_DEVICES: 'all' } }))).toEqual(['env.NVIDIA_VISIBLE_DEVICES']);
  const values = helmValues(platformOf());
  expect(values.find(({ chart }) => chart === 'nvidia-device-plugin')?.values).toMatchObject({
    deviceListStrategy: 'cdi-cri',
  });
  expect(JSON.stringify(values.find(({ chart }) => chart === 'gpu-operator')?.values)).toContain(
    '"ACCEPT_NVIDIA_VISIBLE_DEVICES_ENVVAR_WHEN_UNPRIVILEGED","value":"false"',
  );
});

test('T11: planned endpoints lie in subnets of their own, and existing ones can be named one by one', () => {
  const { subnets = { endpoints: [], controlPlane: [], nodes: [] } } = platformOf().aws ?? {};
  const others = [...subnets.controlPlane, ...subnets.nodes].map((cidr) => parseIpv4Block(cidr)!);
  expect(others).toHaveLength(4);
  for (const cidr of subnets.endpoints)
    expect(others.filter((other) => overlaps(other, parseIpv4Block(cidr)!))).toEqual([]);
  const endpointsOf = (objects: typeof all) =>
    policies(objects, 'ml-alpha').find(({ metadata }) => metadata?.name === 'allow-cloud-endpoints')?.spec?.egress?.[0]
      ?.to;
  expect(endpointsOf(all)).toEqual(subnets.endpoints.map((cidr) => ({ ipBlock: { cidr } })));
  const existing = {
    endpointCidrs: ['10.9.0.7/32'],
    controlPlaneCidrs: ['10.9.1.0/28'],
    resolverCidrs: ['10.9.0.2/32'],
  };
  const props = platformProps({ aws: { account: '111122223333', region: 'us-west-2', existing } });
  expect(endpointsOf(synthesizeAll(props))).toEqual([{ ipBlock: { cidr: '10.9.0.7/32' } }]);
});

test('T17: claims of dynamic resource allocation are GPU requests too, and a project gets none', () => {
  expect(quota).toMatchObject({
    'count/resourceclaims.resource.k8s.io': '0',
    'count/resourceclaimtemplates.resource.k8s.io': '0',
    'gpu.nvidia.com.deviceclass.resource.k8s.io/devices': '0',
  });
});

test('T18: checkpoints are create-only unless the description says otherwise, and the safe resume helper is mounted', () => {
  const options = (overwrite: boolean): string[] | undefined =>
    (
      only(
        synthesizeAll(
          platformProps({
            storage: { checkpoints: { kind: 's3', bucket: 'model-checkpoints', allowOverwrite: overwrite } },
          }),
        ),
        'PersistentVolume',
        'ml-alpha--checkpoints',
      ) as unknown as { spec: { mountOptions: string[] } }
    ).spec.mountOptions;
  expect(options(false)).not.toContain('allow-overwrite');
  expect(options(true)).toContain('allow-overwrite');
  expect(options(true)).not.toContain('allow-delete');
  const [helpers] = all.filter(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.namespace === 'ml-alpha',
  ) as unknown as ConfigMap[];
  expect(Object.keys(helpers?.data ?? {})).toContain('training_resume.py');
});

test('T19: what is mounted as code is immutable and named by its content, and no persona writes ConfigMaps', () => {
  const config = (text: string): ConfigMap => {
    const app = new App();
    const platform = platformOf();
    new TrainingJob(
      new TrainingProject(app, 'alpha', { platform, project: 'alpha' }),
      'pretrain',
      trainingJob({ configFiles: { 'launch.py': text } }),
    );
    return synthesize(app).find(
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('pretrain--config-'),
    ) as unknown as ConfigMap;
  };
  expect(config('print(1)')).toMatchObject({ immutable: true, data: { 'launch.py': 'print(1)' } });
  expect(config('print(1)').metadata?.name).toBe(config('print(1)').metadata?.name);
  expect(config('print(1)').metadata?.name).not.toBe(config('print(2)').metadata?.name);
  const rules = all
    .filter(({ kind }) => kind === 'ClusterRole')
    .flatMap((role) => (role as unknown as ClusterRole).rules ?? []);
  const onConfigMaps = rules.filter(({ resources }) => resources?.some((one) => one === 'configmaps' || one === '*'));
  expect(onConfigMaps.length).toBeGreaterThan(0);
  for (const { verbs } of onConfigMaps) expect(verbs).toEqual(['get', 'list', 'watch']);
});

test('T20: everything that can be created without end has a count, and only the priority classes of the platform are let in', () => {
  for (const kind of [
    'count/jobs.batch',
    'count/configmaps',
    'count/secrets',
    'count/services',
    'persistentvolumeclaims',
    'pods',
  ]) {
    expect(Number(quota[kind])).toBeGreaterThan(0);
  }
  expect(quota).toMatchObject({ 'services.nodeports': '0', 'services.loadbalancers': '0' });
  const priorities = only(
    all.filter(({ metadata }) => metadata.namespace === 'ml-alpha'),
    'ResourceQuota',
    'other-priorities',
  ) as unknown as ResourceQuota;
  expect(priorities.spec).toEqual({
    hard: { pods: '0' },
    scopeSelector: {
      matchExpressions: [
        { scopeName: 'PriorityClass', operator: 'NotIn', values: ['ml-interruptible', 'ml-training'] },
      ],
    },
  });
});

test('a project gets no device of a pool that is not its own: an absent key of a quota would be no limit', () => {
  const pools = [
    { name: 'p4d', instanceType: 'p4d.24xlarge', availabilityZone: 'us-west-2b', maxNodes: 4 },
    { name: 'ib', instanceType: 'g5.48xlarge', fabric: 'infiniband', rdmaResource: 'rdma/hca', maxNodes: 1 },
    { name: 'roce', instanceType: 'g5.48xlarge', fabric: 'roce', rdmaResource: 'rdma/roce', maxNodes: 2 },
  ] as const;
  const projects = [
    { name: 'alpha', gpus: 32, pools: ['p4d'] },
    { name: 'beta', gpus: 8, pools: ['ib'] },
    { name: 'gamma', gpus: 16, pools: ['roce'] },
  ];
  const devices = synthesizeAll(platformProps({ pools, projects, services: [] }))
    .filter(({ kind, metadata }) => kind === 'ResourceQuota' && metadata.name === 'project')
    .map(({ spec }) => (spec as { hard: Record<string, string> }).hard)
    .map((hard) => ['vpc.amazonaws.com/efa', 'rdma/hca', 'rdma/roce'].map((device) => hard[`requests.${device}`]));
  expect(devices).toEqual([
    ['16', '0', '0'],
    ['0', '1', '0'],
    ['0', '0', '2'],
  ]);
});
