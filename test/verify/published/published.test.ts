import { join } from 'node:path';
import { definePlatform, type Platform } from '../../../lib';
import type { Place } from '../../../lib/verify/problem';
import { lineOf } from '../../../lib/verify/input/line-of';
import { readInputs } from '../../../lib/verify';
import { readAssumptions, type Assumptions } from '../../../lib/verify/assumptions';
import { Evidence } from '../../../lib/verify/evidence';
import { judge, type Verdict } from '../../../lib/verify/verdict/verdict';

const files = ['manifests.yaml', 'policy.json'].map((name) => join(__dirname, name));

/** The buckets and the project as the guide means them: which data are whose stands in no manifest. */
const platform = definePlatform({
  name: 'ml',
  aws: { account: '111122223333', region: 'us-west-2', zones: ['us-west-2a', 'us-west-2b'], vpcCidr: '10.0.0.0/16' },
  pools: [{ name: 'p4d', instanceType: 'p4d.24xlarge', availabilityZone: 'us-west-2b', maxNodes: 16 }],
  storage: { datasets: 'training-data-bucket', checkpoints: 'model-checkpoints' },
  projects: [
    {
      name: 'project-alpha',
      gpus: 8,
      prefix: 'project-alpha/',
      existing: { namespace: 'ml-training', serviceAccount: 'training-project-alpha' },
    },
  ],
});

const judged = (paths: readonly string[], described?: Platform): Verdict =>
  judge(
    new Evidence(readInputs(paths), {
      assumptions: readAssumptions(['cni=vpc-cni', 'complete']) as Assumptions,
      namespaces: ['ml-training'],
      ...(described === undefined ? {} : { platform: described }),
    }),
  );
const verdict = judged(files);
const messages = ({ results }: Verdict, id: string, resource: string): readonly string[] =>
  results
    .filter(({ check }) => check.id === id)
    .flatMap(({ findings }) => findings.filter((finding) => finding.resource === resource))
    .map(({ message }) => message);

type Fault = readonly [fault: string, what: string, id: string, resource: string, message: RegExp];

/** Faults of the guide that its own manifests show, numbered as in test/kubernetes/errata.test.ts, and the finding that names each. */
const FAULTS: readonly Fault[] = [
  ['1', 'projects share a namespace', 'authority/one-project', 'Namespace/ml-training', /several identities/],
  ['8', 'nobody says that policies start closed', 'network/starts-closed', 'cluster', /how vpc-cni starts pods/],
  ['E1-06', 'the DNS rule has no peer', 'network/dns-pinned', 'Namespace/ml-training', /every pod of the cluster/],
  ['E1-06', 'nor any address', 'network/outside-addresses', 'Namespace/ml-training', /reaches the internet.*53/],
  ['E1-06', 'the metadata service included', 'network/instance-metadata', 'Namespace/ml-training', /UDP 53/],
  [
    'E1-07',
    'namespaces by a label that anybody sets',
    'network/namespace-labels',
    'NetworkPolicy/training-egress-allowlist',
    /by name/,
  ],
  [
    'E1-09',
    'no pod carries the label of the allow-list',
    'network/effective-policies',
    'NetworkPolicy/training-egress-allowlist',
    /selects none/,
  ],
  [
    'E1-09',
    'nor that of the ingress policy',
    'network/effective-policies',
    'NetworkPolicy/training-ingress-deny',
    /selects none/,
  ],
  ['E1-09', 'so the job cannot ask DNS', 'network/dns-answers', 'Namespace/ml-training', /cannot ask DNS/],
  [
    'E1-20',
    'a bare true in JMESPath: the rule on privileges never denies',
    'admission/conditions',
    'ClusterPolicy/training-namespace-isolation',
    /deny-privileged-training asks for a field called true/,
  ],
  [
    'E1-21',
    'it looks at no init containers, and what it looks at is not known',
    'admission/pod-security',
    'Namespace/ml-training',
    /^whether ClusterPolicy training-namespace-isolation refuses .*a privileged init container/,
  ],
  [
    'E1-22',
    'nor at the operation: mended, it would keep privileged pods from being deleted',
    'admission/conditions',
    'ClusterPolicy/training-namespace-isolation',
    /deny-privileged-training names no operations/,
  ],
  ['E1-24', 'a pod may name its node', 'admission/node-name', 'cluster', /a pod that names its node/],
  ['E1-24', 'or be bound to it', 'admission/nodes', 'Namespace/ml-training', /no policy refuses pods\/binding/],
  [
    'E1-25',
    'other namespaces may tolerate the taint',
    'admission/training-taint',
    'cluster',
    /no policy refuses a toleration of the training taint/,
  ],
  [
    'E1-26',
    'the limits of GPUs that its message promises are not seen',
    'admission/devices',
    'Namespace/ml-training',
    /^whether .* a pod without a GPU/,
  ],
  ['E1-28', 'nothing on shells', 'admission/pod-access', 'Namespace/ml-training', /no policy refuses pods\/exec/],
  [
    'E1-28',
    'nothing that says for sure what an account, a volume or an image may be',
    'admission/own-volumes',
    'Namespace/ml-training',
    /^whether .* a folder of the node/,
  ],
  [
    'E1-03',
    'the policy of the role has no Version',
    'access/policy-version',
    'inline policy data of role training-project-alpha',
    /no Version/,
  ],
  ['E1-04', 'nobody says whom the role trusts', 'access/trust', 'Role/training-project-alpha', /is not known/],
  ['E1-34', 'an empty list of names', 'authority/loose-rules', 'Role/training-project-alpha', /means all of them/],
  ['E1-35', 'a Job without containers', 'pod/complete', 'Job/training-run-001', /no containers/],
  ['E1-35', 'and without restartPolicy', 'pod/complete', 'Job/training-run-001', /restartPolicy/],
  ['E1-38', 'the pod selects no nodes', 'placement/training-stays', 'Pod/training', /without labels and taints/],
  ['E1-38', 'it does not tolerate the taint', 'placement/lands', 'Pod/training', /does not tolerate workload-type/],
  ['E1-38', 'it runs as the default account', 'pod/service-account', 'Pod/training', /default account/],
  ['E1-38', 'whose token is mounted', 'pod/account-token', 'Pod/training', /token/],
  ['E1-38', 'it is in no namespace of training', 'network/default-deny', 'Namespace/default', /egress .* is open/],
  ['E1-38', 'it is a bare Pod', 'pod/owned', 'Pod/training', /bare Pod/],
  ['E1-39', 'the image is a tag', 'pod/image-digest', 'Pod/training', /is not pinned by a digest/],
  ['E1-39', 'shared memory is 64 MiB', 'pod/writable-places', 'Pod/training', /\/dev\/shm/],
  ['E1-39', 'HOME is read-only', 'pod/writable-places', 'Pod/training', /no HOME/],
  ['E1-46', 'an autoscaler may move it', 'pod/interruption', 'Pod/training', /moved away/],
  ['T1', 'nothing bounds node ports', 'pod/quota', 'Namespace/ml-training', /services\.nodeports/],
];

/** The same where the description says which data are whose. */
const FAULTS_OF_ACCESS: readonly Fault[] = [
  [
    'E1-01',
    'no byte of training data is read: s3:prefix is no key of GetObject',
    'access/reads-own-data',
    'Role/training-project-alpha',
    /does not read its data: s3:GetObject on arn:aws:s3:::training-data-bucket\/project-alpha/,
  ],
  ['E1-02', 'no checkpoint is found', 'access/resumes', 'Role/training-project-alpha', /does not list its checkpoints/],
  ['E1-02', 'or read back', 'access/resumes', 'Role/training-project-alpha', /resume checkpoints: s3:GetObject/],
  [
    'E1-02',
    'nor an upload given up',
    'access/resumes',
    'Role/training-project-alpha',
    /resume checkpoints: s3:AbortMultipartUpload/,
  ],
  ['E1-04', 'no policy of the bucket of data', 'access/fence', 'Bucket/training-data-bucket', /not in the files/],
  ['E1-04', 'nor of that of checkpoints', 'access/fence', 'Bucket/model-checkpoints', /not in the files/],
  [
    'E1-38',
    'its pods get no role at all',
    'access/pods-get-roles',
    'Namespace/ml-training',
    /runs as default, the role is for training-project-alpha/,
  ],
  [
    'E1-04',
    'the role of the account is a placeholder',
    'access/pods-get-roles',
    'Namespace/ml-training',
    /ACCOUNT:role\/training-project-alpha, which is no ARN/,
  ],
];

/** Pods of the guide on isolation mechanisms. */
const FAULTS_OF_MECHANISMS: readonly Fault[] = [
  ['E3-02', 'requests below limits', 'pod/resources', 'Pod/ai-training-job', /requests other cpu than its limit/],
  ['E3-03', 'a token in the hardened pod', 'pod/account-token', 'Pod/secure-ai-inference', /token/],
  ['E3-03', 'and nowhere to write', 'pod/writable-places', 'Pod/secure-ai-inference', /no HOME that it can write/],
];

const named = (from: Verdict) => (_: string, __: string, id: string, resource: string, message: RegExp) =>
  expect(messages(from, id, resource)).toContainEqual(expect.stringMatching(message));

describe('the manifests of the guide, as they are printed, fail with its faults', () => {
  test.each(FAULTS)('%s: %s', named(verdict));

  test('and a reader finds them by file and line', () => {
    const found = verdict.results
      .flatMap(({ findings: own }) => own)
      .find(({ message }) => message.includes('empty list of names'));
    const { document, path } = found?.place as Place;
    const line = document.file.text.split('\n')[lineOf(document, path) - 1];
    expect([document.file.name, line?.trim()]).toEqual([files[0], 'resourceNames: []']);
  });
});

describe('with a description of its project, its IAM policy fails with its faults', () => {
  test.each(FAULTS_OF_ACCESS)('%s: %s', named(judged(files, platform)));
});

describe('the pods of the guide on mechanisms, as they are printed, fail with its faults', () => {
  test.each(FAULTS_OF_MECHANISMS)('%s: %s', named(judged([join(__dirname, 'mechanisms.yaml')])));
});
