import { definePlatform, type DataSource, type PlatformProps, type PoolProps } from '../../../lib';
import { synthesizeAll } from '../../kubernetes/document-1';
import { alphaProps, launchersOf, platformProps } from '../../platform-props';
import { judged, judgedBy, object, type Loose } from './example';

const because = { reason: 'models are loaded by hand until the mirror stands' };
const props = platformProps();
const [pool] = props.pools as [PlatformProps['pools'][0]];
const inAws = (more: object): PlatformProps => ({ ...props, aws: { ...props.aws, ...more } as never });
const byPolicies = (more: object): PlatformProps => ({ ...props, policies: { ...props.policies, ...more } });
const withPools = (pools: readonly PoolProps[]): PlatformProps => ({ ...inAws(launchersOf(pools)), pools });
const withPool = (more: object): PlatformProps => withPools([{ ...pool, ...more } as PoolProps]);
const FILE_SYSTEM = 'fs-0123456789abcdef0';
const EFS: DataSource = { kind: 'efs', fileSystemId: FILE_SYSTEM, accessPointId: 'fsap-0123456789abcdef0' };
const FSX: DataSource = {
  kind: 'fsx-lustre',
  fileSystemId: FILE_SYSTEM,
  dnsName: `${FILE_SYSTEM}.fsx.us-west-2.amazonaws.com`,
  mountName: 'abcdef',
  sizeGiB: 1200,
};

/** The manifests of a description, under the CNI that it names. */
function judgedFor(description: PlatformProps): ReturnType<typeof judged> {
  const { cni = 'vpc-cni' } = description;
  const assume = [`cni=${typeof cni === 'string' ? cni : cni.kind}`, 'strict', 'complete'];
  const platform = definePlatform(description);
  return judged(synthesizeAll(description) as Loose[], { platform, assume, at: '2026-12-01' });
}

test.each<[string, PlatformProps]>([
  ['as it is', props],
  ['roles by the token of a pod', inAws({ credentials: { kind: 'irsa' } })],
  ['one role for all', inAws({ credentials: { kind: 'shared-role', ...because } })],
  ['a way to the internet for nodes', inAws({ unsafe: { internet: because } })],
  ['open node ports', inAws({ unsafe: { nodePorts: because } })],
  ['another version of Kubernetes', { ...props, kubernetesVersion: '1.34' }],
  ['pods that start open', { ...props, cni: { kind: 'vpc-cni', startsOpen: because } }],
  ['Cilium', { ...props, cni: 'cilium' }],
  ['Calico', { ...props, cni: 'calico' }],
  ['DNS on the node', { ...props, dns: { nodeLocal: '169.254.20.10' } }],
  ['another domain', { ...props, clusterDomain: 'k8s.example' }],
  ['other labels', { ...props, labels: { keyPrefix: 'iso.example.com', taintKey: 'dedicated', taintValue: 'gpu' } }],
  ['another user', { ...props, runAs: { uid: 5000, gid: 5000 } }],
  ['policies of the API server', byPolicies({ dialects: ['vap'] })],
  ['the newer policies of Kyverno', byPolicies({ dialects: ['kyverno-cel'] })],
  ['policies in every dialect', byPolicies({ dialects: ['kyverno', 'kyverno-cel', 'vap'] })],
  ['another runtime', byPolicies({ runtimeClasses: ['gvisor'] })],
  ['groups of the platform', byPolicies({ platformGroups: ['argocd'], breakGlassGroups: ['oncall'] })],
  ['a queue', { ...byPolicies({ queue: 'training' }), components: [...(props.components ?? []), 'kueue'] }],
  [
    'an exception of one job',
    byPolicies({
      exceptions: [
        { rule: 'image-digest', project: 'alpha', names: ['old'], owner: 'team-a', expires: '2027-01-31', ...because },
      ],
    }),
  ],
  ['nodes of Karpenter', withPool({ provisioner: 'karpenter' })],
  ['nodes of somebody else', withPool({ provisioner: 'self-managed' })],
  [
    'nodes of Karpenter for one project, and managed ones for the other',
    {
      ...withPools([pool, { name: 'g5', instanceType: 'g5.xlarge', maxNodes: 8, provisioner: 'karpenter' }]),
      projects: [
        { name: 'alpha', gpus: 32, pools: ['p4d'], uses: ['data-lake'] },
        { name: 'beta', gpus: 8, pools: ['g5'], uses: ['data-lake'] },
      ],
    },
  ],
  ['a shared pool', withPool({ shared: because })],
  ['spot nodes', withPool({ purchase: { kind: 'spot', ...because } })],
  ['ranks over TCP', withPool({ fabric: 'tcp' })],
  ['the internet for a project', alphaProps({ unsafe: { internet: because } })],
  ['the API server for a project', alphaProps({ unsafe: { kubernetesApi: because } })],
  ['debuggers', alphaProps({ unsafe: { debuggers: because } })],
  ['ranks of all jobs together', alphaProps({ peers: 'project' })],
  ['groups of people', alphaProps({ people: { scientists: ['a'], engineers: ['b'], viewers: ['c'] } })],
  ['a prefix of its own', alphaProps({ prefix: 'teams/alpha/' })],
  ['a smaller quota', alphaProps({ quota: { pods: 20, jobs: 5, cpus: 800, memoryGiB: 8000 } })],
  ['checkpoints in EFS', alphaProps({ storage: { checkpoints: EFS } })],
  ['training data in EFS', alphaProps({ storage: { datasets: EFS } })],
  ['checkpoints in FSx', alphaProps({ storage: { checkpoints: FSX } })],
  ['training data in FSx', alphaProps({ storage: { datasets: FSX } })],
  ['claims of others', alphaProps({ storage: { datasets: { kind: 'existing', claim: 'theirs' } } })],
])('no check fails on what the library writes for %s', (_, description) => {
  const { results } = judgedFor(description);
  const failing = results.filter(({ status }) => status === 'fail');
  expect(failing.map(({ check, findings }) => [check.id, findings.map(({ message }) => message)])).toEqual([]);
  // An option that switches most checks off proves nothing.
  expect(results.filter(({ status }) => status === 'pass' || status === 'accepted').length).toBeGreaterThan(75);
});

test('a weakening shows as accepted, with its reason', () => {
  const { results } = judgedFor(alphaProps({ unsafe: { internet: because } }));
  const accepted = results.filter(({ status }) => status === 'accepted');
  expect(accepted.map(({ check, findings }) => [check.id, findings[0]?.accepted])).toEqual([
    ['network/outside-addresses', `${because.reason} (description)`],
    ['network/dns-pinned', `${because.reason} (description)`],
  ]);
});

describe('under Calico, which takes pods for addresses,', () => {
  const description: PlatformProps = { ...props, cni: 'calico' };
  const status = (cidr?: string): string => {
    const objects = synthesizeAll(description) as Loose[];
    const endpoints = object(objects, 'NetworkPolicy', 'allow-cloud-endpoints', 'ml-alpha');
    if (cidr !== undefined) endpoints.spec.egress[0].to = [{ ipBlock: { cidr } }];
    const assume = ['cni=calico', 'complete'];
    return judgedBy('network/other-namespaces', objects, { platform: definePlatform(description), assume }).status;
  };

  test('no pod lies where the description has endpoints', () => {
    expect(status()).toBe('pass');
  });

  test.each(['10.0.240.0/20', '10.0.0.0/16', '172.16.0.0/24'])('one may lie in %s', (cidr) => {
    expect(status(cidr)).toBe('unknown');
  });
});
