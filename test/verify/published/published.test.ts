import { join } from 'node:path';
import type { Place } from '../../../lib/verify/checks/finding';
import { lineOf } from '../../../lib/verify/input/line-of';
import { readInputs } from '../../../lib/verify';
import { readAssumptions, type Assumptions } from '../../../lib/verify/assumptions';
import { Evidence } from '../../../lib/verify/evidence';
import { judge } from '../../../lib/verify/verdict/verdict';

const files = ['manifests.yaml', 'policy.json'].map((name) => join(__dirname, name));
const verdict = judge(
  new Evidence(readInputs(files), {
    assumptions: readAssumptions(['cni=vpc-cni', 'complete']) as Assumptions,
    namespaces: ['ml-training'],
  }),
);
const findings = verdict.results.flatMap(({ check, findings: own }) =>
  own.map(({ status, resource, path, message }) => ({ id: check.id as string, status, resource, path, message })),
);

/** Faults of the guide that its own manifests show, numbered as in test/kubernetes/errata.test.ts, and the finding that names each. */
const FAULTS: readonly (readonly [fault: string, what: string, id: string, resource: string, message: RegExp])[] = [
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
  ['E1-34', 'an empty list of names', 'authority/loose-rules', 'Role/training-project-alpha', /means all of them/],
  ['E1-35', 'a Job without containers', 'pod/complete', 'Job/training-run-001', /no containers/],
  ['E1-35', 'and without restartPolicy', 'pod/complete', 'Job/training-run-001', /restartPolicy/],
  ['E1-38', 'the pod selects no nodes', 'placement/training-stays', 'Pod/training', /without labels and taints/],
  ['E1-38', 'it does not tolerate the taint', 'placement/lands', 'Pod/training', /does not tolerate workload-type/],
  ['E1-38', 'it runs as the default account', 'pod/service-account', 'Pod/training', /default account/],
  ['E1-38', 'whose token is mounted', 'pod/account-token', 'Pod/training', /token/],
  ['E1-38', 'it is in no namespace of training', 'network/default-deny', 'Namespace/default', /egress .* is open/],
  ['E1-38', 'it is a bare Pod', 'pod/owned', 'Pod/training', /bare Pod/],
  ['E1-39', 'the image is a tag', 'pod/image-digest', 'Pod/training', /is a tag/],
  ['E1-39', 'shared memory is 64 MiB', 'pod/writable-places', 'Pod/training', /\/dev\/shm/],
  ['E1-39', 'HOME is read-only', 'pod/writable-places', 'Pod/training', /no HOME/],
  ['E1-46', 'an autoscaler may move it', 'pod/interruption', 'Pod/training', /moved away/],
  ['T1', 'nothing bounds node ports', 'pod/quota', 'Namespace/ml-training', /services\.nodeports/],
];

describe('the manifests of the guide, as they are printed, fail with its faults', () => {
  test.each(FAULTS)('%s: %s', (_, __, id, resource, message) => {
    const named = findings.filter((finding) => finding.id === id && finding.resource === resource);
    expect(named.map((finding) => finding.message)).toContainEqual(expect.stringMatching(message));
  });

  test('and a reader finds them by file and line', () => {
    const found = verdict.results
      .flatMap(({ findings: own }) => own)
      .find(({ message }) => message.includes('empty list of names'));
    const { document, path } = found?.place as Place;
    const line = document.file.text.split('\n')[lineOf(document, path) - 1];
    expect([document.file.name, line?.trim()]).toEqual([files[0], 'resourceNames: []']);
  });
});
