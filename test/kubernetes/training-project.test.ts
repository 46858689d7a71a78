import { App } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { definePlatform } from '../../lib';
import { PlatformIsolation, ProjectSecrets, TrainingJob, TrainingProject } from '../../lib/kubernetes';
import type { Namespace, NetworkPolicy, PersistentVolume, Role, RoleBinding } from '../../lib/kubernetes/api';
import { liesInOneOf } from '../../lib/model/network/cidr';
import { synthesize } from '../../lib/testing';
import { faultPaths, faultsOf } from '../faults-of';
import { alphaProps, platformProps } from '../platform-props';
import { only, platformOf, policies, synthesizeAll, trainingJob } from './document-1';

const labels = {
  'training-isolation/tier': 'training',
  'training-isolation/project': 'alpha',
  ...Object.fromEntries(
    ['enforce', 'audit', 'warn'].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, 'restricted'],
      [`pod-security.kubernetes.io/${mode}-version`, 'v1.36'],
    ]),
  ),
};

describe('an existing namespace', () => {
  test('is adopted without being written, when its labels isolate', () => {
    const app = new App();
    TrainingProject.fromExisting(app, 'alpha', {
      platform: platformOf(),
      project: 'alpha',
      namespaceLabels: { ...labels, team: 'x' },
    });
    expect(synthesize(app).filter(({ kind }) => kind === 'Namespace')).toEqual([]);
  });

  test.each(Object.keys(labels))('without the label %s is refused, with the command that sets it', (key) => {
    const { [key as keyof typeof labels]: missing, ...namespaceLabels } = labels;
    const faults = faultsOf(() =>
      TrainingProject.fromExisting(new App(), 'alpha', { platform: platformOf(), project: 'alpha', namespaceLabels }),
    );
    expect(faults).toEqual([
      {
        path: `namespaceLabels.${key}`,
        given: 'nothing',
        allowed: JSON.stringify(missing),
        fix: `kubectl label namespace ml-alpha ${key}=${missing}`,
      },
    ]);
  });

  test('that enforces less than restricted is refused', () => {
    const namespaceLabels = { ...labels, 'pod-security.kubernetes.io/enforce': 'baseline' };
    expect(
      faultPaths(() =>
        TrainingProject.fromExisting(new App(), 'alpha', { platform: platformOf(), project: 'alpha', namespaceLabels }),
      ),
    ).toEqual(['namespaceLabels.pod-security.kubernetes.io/enforce']);
  });
});

describe('an existing service account', () => {
  test('is not written again, and jobs run as it', () => {
    const objects = synthesizeAll(alphaProps({ existing: { serviceAccount: 'trainer' } }));
    expect(
      objects.filter(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.namespace === 'ml-alpha'),
    ).toEqual([]);
    expect(only(objects, 'Job')).toMatchObject({ spec: { template: { spec: { serviceAccountName: 'trainer' } } } });
  });

  test('of cdk8s-plus is taken if it has the name that the trust will name', () => {
    const app = new App();
    const theirs = new kplus.ServiceAccount(
      new kplus.Namespace(new TrainingProject(app, 'beta', { platform: platformOf(), project: 'beta' }), 'x', {
        metadata: { name: 'x' },
      }),
      'sa',
      { metadata: { name: 'train', namespace: 'ml-alpha' } },
    );
    new TrainingProject(app, 'alpha', { platform: platformOf(), project: 'alpha', serviceAccount: theirs });
    expect(
      synthesize(app).filter(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.namespace === 'ml-alpha'),
    ).toHaveLength(1);
    expect(
      faultPaths(
        () =>
          new TrainingProject(app, 'other', { platform: platformOf(), project: 'alpha', serviceAccount: 'trainer' }),
      ),
    ).toEqual(['serviceAccount']);
  });
});

test('an existing claim is mounted and not written', () => {
  const objects = synthesizeAll(alphaProps({ storage: { datasets: { kind: 'existing', claim: 'imagenet' } } }));
  expect(objects.map(({ metadata }) => metadata.name)).not.toContain('alpha--data');
  expect(JSON.stringify(only(objects, 'Job'))).toContain(
    '{"name":"data","persistentVolumeClaim":{"claimName":"imagenet","readOnly":true}}',
  );
});

describe('roles', () => {
  test('live in the cluster, bound in the namespace of the project to its own groups', () => {
    const bindings = synthesizeAll().filter(
      ({ kind, metadata }) => kind === 'RoleBinding' && metadata.namespace === 'ml-alpha',
    ) as unknown as RoleBinding[];
    expect(
      bindings.map(({ roleRef, subjects }) => [roleRef.kind, roleRef.name, subjects?.map(({ name }) => name)]),
    ).toEqual([
      ['ClusterRole', 'ml-scientist', ['ml:alpha:scientists']],
      ['ClusterRole', 'ml-engineer', ['ml:alpha:engineers']],
      ['ClusterRole', 'ml-viewer', ['ml:alpha:viewers']],
    ]);
  });

  test('live in the namespace for a project that stands alone', () => {
    const app = new App();
    new TrainingProject(app, 'alpha', { platform: platformOf(), project: 'alpha', roles: 'namespace' });
    const objects = synthesize(app);
    expect(objects.filter(({ kind }) => kind === 'Role')).toHaveLength(3);
    expect(
      (objects.filter(({ kind }) => kind === 'RoleBinding') as unknown as RoleBinding[]).map(
        ({ roleRef }) => roleRef.kind,
      ),
    ).toEqual(['Role', 'Role', 'Role']);
  });

  test('of debuggers exist only by reason, for exec in the one namespace, and say so', () => {
    const reason = 'beta profiles kernels by hand';
    const objects = synthesizeAll(alphaProps({ unsafe: { debuggers: { reason, groups: ['oncall'] } } }));
    const role = only(objects, 'Role', 'unsafe-debuggers') as unknown as Role;
    const binding = only(objects, 'RoleBinding', 'unsafe-debuggers') as unknown as RoleBinding;
    // On a real API server `kubectl exec` of somebody with exec alone ends at "cannot get resource pods".
    expect(role.rules).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
      { apiGroups: [''], resources: ['pods/exec'], verbs: ['get', 'create'] },
    ]);
    expect(binding.subjects?.map(({ name }) => name)).toEqual(['ml:alpha:debuggers', 'oncall']);
    expect([role, binding].map(({ metadata }) => metadata?.annotations?.['training-isolation/accepted-risk'])).toEqual(
      Array(2).fill(JSON.stringify({ 'project-debuggers': reason })),
    );
    expect(role.metadata?.namespace).toBe('ml-alpha');
  });
});

describe('weakened egress', () => {
  const reason = 'downloads public models until the mirror stands';

  test('to the internet is one policy of its own, with the reason on it', () => {
    const policy = policies(synthesizeAll(alphaProps({ unsafe: { internet: { reason } } })), 'ml-alpha').find(
      ({ metadata }) => metadata?.name === 'unsafe-internet',
    );
    const named = (policy?.spec?.egress ?? []).flatMap(({ to }) => to ?? []).map(({ ipBlock }) => ipBlock?.cidr ?? '');
    const opens = (address: string): boolean => liesInOneOf(`${address}/32`, named);
    expect(['1.1.1.1', '8.8.8.8', '172.32.0.1', '192.167.255.255', '223.255.255.255'].filter(opens)).toHaveLength(5);
    // The own network, the metadata of nodes, shared and reserved addresses.
    const shut = ['10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', '169.254.169.254', '127.0.0.1', '224.0.0.1'];
    expect(shut.filter(opens)).toEqual([]);
    expect(policy?.metadata?.annotations?.['training-isolation/accepted-risk']).toBe(
      JSON.stringify({ 'internet-egress': reason }),
    );
  });

  test('to the API server names its addresses, or the entity that Cilium has for it', () => {
    const unsafe = { kubernetesApi: { reason } };
    const named = (cni: 'vpc-cni' | 'cilium') =>
      synthesizeAll({ ...alphaProps({ unsafe }), cni }).find(
        ({ metadata }) => metadata.name === 'unsafe-kubernetes-api',
      );
    expect(named('vpc-cni')).toMatchObject({
      kind: 'NetworkPolicy',
      spec: { egress: [{ to: [{ ipBlock: { cidr: '10.0.248.0/24' } }, { ipBlock: { cidr: '10.0.249.0/24' } }] }] },
    });
    expect(named('cilium')).toMatchObject({
      kind: 'CiliumNetworkPolicy',
      spec: { egress: [{ toEntities: ['kube-apiserver'] }] },
    });
  });

  test('exists nowhere else: no policy names the whole internet or the metadata service', () => {
    expect(JSON.stringify(policies(synthesizeAll()))).not.toMatch(/0\.0\.0\.0\/0|169\.254\.169\.254|except/);
  });
});

describe('the network kind', () => {
  const peers = (changes: Parameters<typeof platformProps>[0], name: string) =>
    synthesizeAll(platformProps(changes)).find(
      ({ metadata }) => metadata.name === name && metadata.namespace === 'ml-alpha',
    );

  test('Cilium reaches the Pod Identity agent as the host, since no block of addresses matches it', () => {
    expect(peers({ cni: 'cilium' }, 'allow-pod-identity')).toMatchObject({
      kind: 'CiliumNetworkPolicy',
      spec: {
        endpointSelector: {},
        egress: [{ toEntities: ['host'], toPorts: [{ ports: [{ port: '80', protocol: 'TCP' }] }] }],
      },
    });
  });

  const dnsPods = (app: string) => ({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
    podSelector: { matchLabels: { 'k8s-app': app } },
  });
  const block = (cidr: string) => ({ ipBlock: { cidr } });
  const onHost = (ports: string[]) => [
    {
      toEntities: ['host'],
      toPorts: [{ ports: ports.map((port) => ({ port: port.split('/')[0], protocol: port.split('/')[1] })) }],
    },
  ];

  test.each([
    ['vpc-cni', { nodeLocal: '169.254.20.10' }, [dnsPods('kube-dns'), block('169.254.20.10/32')], false],
    ['vpc-cni', { address: '172.20.0.10' }, [block('172.20.0.10/32')], false],
    ['cilium', 'pods', [dnsPods('kube-dns')], false],
    ['cilium', { nodeLocal: '169.254.20.10' }, [dnsPods('kube-dns'), dnsPods('node-local-dns')], true],
    ['cilium', { address: '10.0.0.2' }, [block('10.0.0.2/32')], false],
    ['cilium', { address: '169.254.20.10' }, undefined, true],
  ] as const)('DNS under %s at %j is reached as that CNI sees it, by projects and services', (cni, dns, to, host) => {
    const objects = synthesizeAll(platformProps({ cni, dns }));
    const found = (kind: string, name: string) =>
      objects.find((object) => object.kind === kind && object.metadata.name === name) as { spec?: object } | undefined;
    const rules = (name: string): { to: unknown; ports: { port: number }[] }[] =>
      (found('NetworkPolicy', name)?.spec as { egress?: never[] } | undefined)?.egress ?? [];
    for (const name of ['allow-dns', 'ml-data-lake-access']) {
      expect(rules(name).filter(({ ports }) => ports[0]?.port === 53)).toEqual(
        to === undefined ? [] : [expect.objectContaining({ to })],
      );
      expect(found('CiliumNetworkPolicy', name)?.spec).toEqual(
        host
          ? {
              endpointSelector: name === 'allow-dns' ? {} : { matchLabels: { app: 'data-lake' } },
              egress: onHost(['53/UDP', '53/TCP']),
            }
          : undefined,
      );
    }
  });

  test('a service that asks the Pod Identity agent reaches it as the host under Cilium, by its address elsewhere', () => {
    const services = [
      {
        name: 'data-lake',
        namespace: 'ml-data',
        podLabels: { app: 'data-lake' },
        port: 443,
        tenancy: 'authenticated',
        egress: [{ cidr: '169.254.170.23/32', port: 80 }],
      },
    ] as const;
    const about = (cni: 'cilium' | 'vpc-cni') =>
      synthesizeAll(platformProps({ cni, services })).filter(({ metadata }) => metadata.name === 'ml-data-lake-access');
    expect(about('vpc-cni').map(({ kind }) => kind)).toEqual(['NetworkPolicy']);
    expect(JSON.stringify(about('vpc-cni'))).toContain('169.254.170.23/32');
    expect(only(about('cilium'), 'CiliumNetworkPolicy')).toMatchObject({
      metadata: { namespace: 'ml-data' },
      spec: { endpointSelector: { matchLabels: { app: 'data-lake' } }, egress: onHost(['80/TCP']) },
    });
    expect(JSON.stringify(about('cilium'))).not.toContain('169.254.170.23');
  });

  test('a CNI that starts pods closed gets a policy for every component, one that starts them open gets none', () => {
    const components = (props: Parameters<typeof platformProps>[0]) =>
      policies(synthesizeAll(platformProps(props))).filter(({ metadata }) => metadata?.name?.startsWith('ml-coredns'));
    expect(components({})).toHaveLength(1);
    expect(
      components({ cni: { kind: 'vpc-cni', startsOpen: { reason: 'until every namespace has a policy' } } }),
    ).toEqual([]);
  });

  test('CoreDNS serves every pod and reaches its upstream and the API server', () => {
    const [policy] = policies(synthesizeAll(), 'kube-system').filter(
      ({ metadata }) => metadata?.name === 'ml-coredns',
    ) as NetworkPolicy[];
    expect(policy?.spec?.ingress?.map(({ from, ports }) => [from, ports?.[0]?.protocol])).toEqual([
      [[{ namespaceSelector: {} }], 'UDP'],
      [[{ namespaceSelector: {} }], 'TCP'],
    ]);
    expect(JSON.stringify(policy?.spec?.egress)).toContain('10.0.0.2/32');
  });
});

describe('volumes', () => {
  const volume = (storage: NonNullable<Parameters<typeof alphaProps>[0]['storage']>, name: string) =>
    only(synthesizeAll(alphaProps({ storage })), 'PersistentVolume', name) as unknown as PersistentVolume;

  test('of FSx for Lustre name one file system, for one claim', () => {
    const source = {
      kind: 'fsx-lustre',
      fileSystemId: 'fs-0123456789abcdef0',
      dnsName: 'fs-0123456789abcdef0.fsx.us-west-2.amazonaws.com',
      mountName: 'abcdefgh',
      sizeGiB: 4800,
    } as const;
    expect(volume({ checkpoints: source }, 'ml-alpha--checkpoints').spec).toMatchObject({
      capacity: { storage: '4800Gi' },
      accessModes: ['ReadWriteMany'],
      claimRef: { namespace: 'ml-alpha', name: 'alpha--checkpoints' },
      csi: {
        driver: 'fsx.csi.aws.com',
        volumeHandle: 'fs-0123456789abcdef0',
        volumeAttributes: { mountname: 'abcdefgh' },
      },
    });
    expect(volume({ datasets: source }, 'ml-alpha--data').spec).toMatchObject({
      mountOptions: ['flock', 'ro'],
      csi: { readOnly: true },
    });
  });

  test.each(['fsx-lustre', 'efs', 's3'] as const)(
    'of data on %s ask for the mode that its driver mounts, and are read-only in each layer',
    (kind) => {
      const sources = {
        'fsx-lustre': {
          kind: 'fsx-lustre',
          fileSystemId: 'fs-0123456789abcdef0',
          dnsName: 'fs-0123456789abcdef0.fsx.us-west-2.amazonaws.com',
          mountName: 'abcdefgh',
          sizeGiB: 4800,
        },
        efs: { kind: 'efs', fileSystemId: 'fs-0123456789abcdef0', accessPointId: 'fsap-0123456789abcdef0' },
        s3: 'training-data-bucket',
      } as const;
      const objects = synthesizeAll(alphaProps({ storage: { datasets: sources[kind] } }));
      const volume = only(objects, 'PersistentVolume', 'ml-alpha--data') as unknown as PersistentVolume;
      const accessModes = [kind === 's3' ? 'ReadOnlyMany' : 'ReadWriteMany'];
      expect(volume.spec).toMatchObject({ accessModes, csi: { readOnly: true } });
      expect(volume.spec?.mountOptions).toContain(kind === 's3' ? 'read-only' : 'ro');
      expect(only(objects, 'PersistentVolumeClaim', 'alpha--data')).toMatchObject({ spec: { accessModes } });
      expect(JSON.stringify(only(objects, 'Job'))).toContain(
        '{"name":"data","persistentVolumeClaim":{"claimName":"alpha--data","readOnly":true}}',
      );
    },
  );

  test('of checkpoints in S3 replace and delete objects only where the description says so', () => {
    const options = (changes: object) =>
      volume({ checkpoints: { kind: 's3', bucket: 'model-checkpoints', ...changes } }, 'ml-alpha--checkpoints').spec
        ?.mountOptions;
    expect(options({})).toEqual(expect.not.arrayContaining(['allow-overwrite', 'allow-delete']));
    expect(options({ allowOverwrite: true })).toEqual(expect.not.arrayContaining(['allow-delete']));
    expect(options({ allowOverwrite: true, allowDelete: true })).toEqual(
      expect.arrayContaining(['allow-overwrite', 'allow-delete']),
    );
  });

  test('of EFS name one access point, over TLS, read-only for data', () => {
    const source = {
      kind: 'efs',
      fileSystemId: 'fs-0123456789abcdef0',
      accessPointId: 'fsap-0123456789abcdef0',
    } as const;
    expect(volume({ datasets: source }, 'ml-alpha--data').spec).toMatchObject({
      mountOptions: ['tls', 'iam', 'ro'],
      csi: { driver: 'efs.csi.aws.com', volumeHandle: 'fs-0123456789abcdef0::fsap-0123456789abcdef0', readOnly: true },
    });
  });

  test('that two projects would share are refused', () => {
    const checkpoints = {
      kind: 'efs',
      fileSystemId: 'fs-0123456789abcdef0',
      accessPointId: 'fsap-0123456789abcdef0',
    } as const;
    const projects = ['alpha', 'beta'].map((name) => ({ name, gpus: 8, storage: { checkpoints } }));
    expect(faultPaths(() => definePlatform(platformProps({ projects })))).toEqual(['projects[1].storage.checkpoints']);
  });
});

describe('secrets of a project', () => {
  const secrets = (key: string, roleArn = 'arn:aws:iam::111122223333:role/secrets') => {
    const app = new App();
    new ProjectSecrets(new TrainingProject(app, 'alpha', { platform: platformOf(), project: 'alpha' }), 'secrets', {
      roleArn,
      secrets: { wandb: { token: { key } } },
    });
    return synthesize(app);
  };

  test('come from a store in its own namespace that sees its own prefix, read by an account of its own', () => {
    expect(only(secrets('wandb'), 'SecretStore')).toMatchObject({
      metadata: { namespace: 'ml-alpha' },
      spec: {
        provider: { aws: { prefix: 'ml-alpha/', auth: { jwt: { serviceAccountRef: { name: 'secrets-reader' } } } } },
      },
    });
  });

  test.each(['../beta/wandb', 'arn:aws:secretsmanager:us-west-2:111122223333:secret:ml-beta/wandb', '/x', ''])(
    'may not be read at %j',
    (key) => {
      expect(faultPaths(() => secrets(key))).toEqual(['secrets.wandb.token.key']);
    },
  );
});

describe('the platform', () => {
  test('prepares the namespaces of its components, at the level of Pod Security that they need', () => {
    const level = (name: string) =>
      (only(synthesizeAll(), 'Namespace', name) as unknown as Namespace).metadata?.labels?.[
        'pod-security.kubernetes.io/enforce'
      ];
    expect(level('nvidia-device-plugin')).toBe('privileged');
    expect(level('mount-s3')).toBe('restricted');
    expect(only(synthesizeAll(), 'Namespace', 'mount-s3').metadata.labels).toMatchObject({
      'training-isolation/tier': 'platform',
    });
  });

  test('binds cluster-admin to nobody, unless by reason', () => {
    const objects = (unsafe?: ConstructorParameters<typeof PlatformIsolation>[2]['unsafe']) => {
      const app = new App();
      new PlatformIsolation(app, 'platform', { platform: platformOf(), ...(unsafe && { unsafe }) });
      return synthesize(app);
    };
    expect(objects().filter(({ kind }) => kind === 'ClusterRoleBinding')).toEqual([]);
    const binding = only(
      objects({ clusterAdmins: { reason: 'break-glass, behind a second factor' } }),
      'ClusterRoleBinding',
    );
    expect(binding).toMatchObject({ subjects: [{ kind: 'Group', name: 'ml:platform-admins' }] });
    expect(binding.metadata.annotations).toHaveProperty(['training-isolation/accepted-risk']);
    expect(faultPaths(() => objects({ clusterAdmins: { reason: '' } }))).toEqual(['unsafe.clusterAdmins.reason']);
  });

  test('gives training priorities for which the cluster autoscaler still adds nodes, and that end no running job', () => {
    const classes = synthesizeAll().filter(({ kind }) => kind === 'PriorityClass') as unknown as {
      value: number;
      preemptionPolicy: string;
    }[];
    expect(classes).toHaveLength(2);
    for (const { value, preemptionPolicy } of classes) {
      expect(value).toBeGreaterThanOrEqual(-10);
      expect(value).toBeLessThan(0);
      expect(preemptionPolicy).toBe('Never');
    }
  });
});

test('a project that the platform does not have is refused with the nearest name', () => {
  const [fault] = faultsOf(() => new TrainingProject(new App(), 'x', { platform: platformOf(), project: 'alhpa' }));
  expect(fault).toMatchObject({ path: 'project', fix: 'did you mean "alpha"?' });
});

test('objects of cdk8s-plus in the chart of a project are mounted by a job of it', () => {
  const app = new App();
  const project = new TrainingProject(app, 'alpha', { platform: platformOf(), project: 'alpha' });
  const config = new kplus.ConfigMap(project, 'config', { metadata: { name: 'hparams' } });
  const secret = new kplus.Secret(project, 'secret', { metadata: { name: 'wandb' } });
  new TrainingJob(
    project,
    'pretrain',
    trainingJob({ mounts: [{ configMap: config, path: '/mnt/hparams' }, { secret }] }),
  );
  const text = JSON.stringify(only(synthesize(app), 'Job'));
  expect(text).toContain('"configMap":{"name":"hparams"}');
  expect(text).toContain('"secretName":"wandb"');
});

test('a project in a namespace of others writes none because its labels are left out', () => {
  const props = { platform: platformOf(), project: 'alpha' } as never;
  expect(faultPaths(() => TrainingProject.fromExisting(new App(), 'alpha', props))).toContain(
    'namespaceLabels.pod-security.kubernetes.io/enforce',
  );
});
