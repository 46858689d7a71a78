/** Every weakening shows in what is written, with its reason. */
import { App } from 'cdk8s';
import type { AwsProps, PlatformProps, PoolProps, ProjectProps, RuleId } from '../../lib';
import {
  PlatformIsolation,
  TrainingProject,
  type PlatformIsolationProps,
  type TrainingJobProps,
} from '../../lib/kubernetes';
import { RISKS, type RiskId } from '../../lib/model/risk/accepted-risk';
import { synthesize, type SynthesizedObject } from '../../lib/testing';
import { alphaProps, platformProps } from '../platform-props';
import { IMAGE, only, platformOf, synthesizeAll } from './document-1';

const KEY = 'training-isolation/accepted-risk';
const reason = 'accepted for the test of this very risk';

/** What objects say that they accept: the name of the object by risk and reason. */
function stated(objects: readonly SynthesizedObject[]): readonly string[] {
  return objects.flatMap(({ kind, metadata }) => {
    const text = metadata.annotations?.[KEY];
    const risks = text === undefined ? {} : (JSON.parse(text) as Record<string, string>);
    return Object.entries(risks).map(([id, why]) => `${id}: ${why} (${kind} ${metadata.name})`);
  });
}

const onAws = (aws: Partial<AwsProps>): SynthesizedObject[] =>
  synthesizeAll(platformProps({ aws: { ...(platformProps().aws as AwsProps), ...aws } }));
const pool = (changes: Partial<PoolProps>): PlatformProps =>
  platformProps({ pools: [{ ...(platformProps().pools[0] as PoolProps), ...changes }] });
const inProject = (unsafe: NonNullable<ProjectProps['unsafe']>): SynthesizedObject[] =>
  synthesizeAll(alphaProps({ unsafe }));
const exception = (rule: RuleId): PlatformProps =>
  platformProps({
    policies: {
      ...platformProps().policies,
      exceptions: [
        { rule, project: 'alpha', names: ['pretrain'], reason, owner: 'ml-platform', expires: '2027-06-30' },
      ],
    },
  });
const job = (rule: RuleId, changes: Partial<TrainingJobProps>): SynthesizedObject[] =>
  synthesizeAll(exception(rule), changes);
const isolation = (props: Partial<PlatformIsolationProps>): SynthesizedObject[] => {
  const app = new App();
  new PlatformIsolation(app, 'platform', { platform: platformOf(), ...props });
  return synthesize(app);
};

const accepted: Record<RiskId, () => SynthesizedObject[]> = {
  'shared-pool': () => synthesizeAll(pool({ shared: { reason } })),
  'spot-capacity': () => synthesizeAll(pool({ purchase: { kind: 'spot', reason } })),
  'network-starts-open': () => synthesizeAll(platformProps({ cni: { kind: 'vpc-cni', startsOpen: { reason } } })),
  'service-without-tenancy': () =>
    synthesizeAll(
      platformProps({
        services: [
          { name: 'data-lake', namespace: 'd', podLabels: { app: 'd' }, port: 443, tenancy: { none: { reason } } },
        ],
      }),
    ),
  'internet-egress': () => inProject({ internet: { reason } }),
  'internet-route': () => onAws({ unsafe: { internet: { reason } } }),
  'public-api-endpoint': () => onAws({ unsafe: { publicApi: { reason, cidrs: ['203.0.113.0/24'] } } }),
  'node-access': () => onAws({ unsafe: { nodeAccess: { reason } } }),
  'open-node-ports': () => onAws({ unsafe: { nodePorts: { reason } } }),
  'bucket-keys': () => onAws({ storageKeys: { bucketKeys: { reason } } }),
  'shared-role': () => onAws({ credentials: { kind: 'shared-role', reason } }),
  'checkpoint-readers': () =>
    onAws({ access: { checkpointReaders: [{ role: 'arn:aws:iam::111122223333:role/serving', reason }] } }),
  'kubernetes-api-egress': () => inProject({ kubernetesApi: { reason } }),
  'project-debuggers': () => inProject({ debuggers: { reason } }),
  'policy-exception': () => synthesizeAll(exception('read-only-root')),
  'cluster-admins': () => isolation({ unsafe: { clusterAdmins: { reason } } }),
  'writable-root-filesystem': () => job('read-only-root', { unsafe: { writableRootFilesystem: { reason } } }),
  'mutable-image': () =>
    job('image-digest', { image: IMAGE.replace(/@.*/, ':latest'), unsafe: { mutableImage: { reason } } }),
  'service-account-token': () => job('service-account', { unsafe: { serviceAccountToken: { reason } } }),
};

test('a platform that accepts nothing says nothing', () => {
  expect(stated(synthesizeAll())).toEqual([]);
  expect(stated(isolation({}))).toEqual([]);
});

test.each(Object.keys(RISKS) as RiskId[])('%s is stated with its reason by an object of the output', (id) => {
  expect(stated(accepted[id]())).toContainEqual(expect.stringContaining(`${id}: ${reason} (`));
});

test('a namespace states what its project lives with, and not what only others do', () => {
  const [alpha, beta] = platformProps().projects as [ProjectProps, ProjectProps];
  const [p4d] = platformProps().pools as [PoolProps];
  const spot = { ...p4d, name: 'spot', purchase: { kind: 'spot', reason } } as const;
  const props = platformProps({
    pools: [p4d, spot, { ...spot, name: 'more', purchase: { kind: 'spot', reason: 'another reason for it' } }],
    projects: [
      { ...alpha, pools: ['p4d'] },
      { ...beta, pools: ['spot', 'more'] },
    ],
  });
  const found = stated(synthesizeAll(props));
  expect(found).toEqual([`spot-capacity: ${reason}; another reason for it (Namespace ml-beta)`]);
});

test('a namespace of another tool leaves that to the quota', () => {
  const platform = platformOf(pool({ shared: { reason } }));
  const labels = only(synthesizeAll(), 'Namespace', 'ml-alpha').metadata.labels ?? {};
  const app = new App();
  TrainingProject.fromExisting(app, 'alpha', { platform, project: 'alpha', namespaceLabels: labels });
  expect(stated(synthesize(app))).toEqual([`shared-pool: ${reason} (ResourceQuota project)`]);
});
