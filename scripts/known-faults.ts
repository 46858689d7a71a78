/**
 * Faults of published guides on isolating training that files can show, and the checks that name them. Guide 1 is
 * "Isolating AI training batch jobs in Kubernetes", guide 2 a chapter on networking and security for AI workloads, guide 3
 * one on isolation mechanisms.
 */
export interface KnownFault {
  readonly id: string;
  readonly fault: string;
  readonly checks: readonly string[];
}

const fault = (id: string, text: string, ...checks: readonly string[]): KnownFault => ({ id, fault: text, checks });

export const KNOWN_FAULTS: readonly KnownFault[] = [
  fault(
    'E1-01',
    'a condition on s3:prefix in the statement of GetObject: every read is denied',
    'access/reads-own-data',
  ),
  fault(
    'E1-02',
    'checkpoints are written and never read back, found or cleaned up',
    'access/resumes',
    'storage/resumable',
  ),
  fault('E1-03', 'a policy without Version: variables are literal text', 'access/policy-version', 'access/fence'),
  fault(
    'E1-04',
    'no trust, bucket, endpoint or key policy',
    'access/trust',
    'access/fence',
    'access/endpoint-policies',
    'access/key-policies',
  ),
  fault('E1-06', 'DNS without a destination: port 53 of every address is open', 'network/dns-pinned'),
  fault('E1-07', 'namespaces selected by a label that anybody sets', 'network/namespace-labels'),
  fault(
    'E1-08',
    'no way to the endpoints of the cloud; ports of every pod of a namespace',
    'network/cloud-answers',
    'network/other-namespaces',
  ),
  fault('E1-11', 'ingress is denied between the ranks of a job', 'network/ranks-reach'),
  fault('E1-20', 'a rule that never denies: a bare true in JMESPath', 'admission/conditions'),
  fault('E1-21', 'init and debug containers escape the rules', 'admission/pod-security', 'admission/images'),
  fault('E1-22', 'no operations: deletions are judged as well', 'admission/conditions'),
  fault('E1-23', 'a policy that only reports, or forgives what is there already', 'admission/enforcing'),
  fault(
    'E1-24',
    'spec.nodeName and pods/binding pass the selector rule',
    'admission/node-name',
    'admission/nodes',
    'pod/node-name',
  ),
  fault('E1-25', 'other namespaces may tolerate the taint', 'admission/training-taint', 'placement/others-stay-out'),
  fault('E1-26', 'GPU limits are promised and not judged', 'admission/devices', 'pod/gpus'),
  fault('E1-27', 'rules on pods do not reach every controller', 'admission/pod-security'),
  fault(
    'E1-28',
    'nothing on host namespaces, accounts, claims, images, runtimes, shells',
    'admission/own-volumes',
    'admission/service-account',
    'admission/images',
    'admission/pod-shape',
    'admission/pod-access',
  ),
  fault('E1-29', 'namespaces and kinds that Kyverno filters away', 'admission/engine', 'admission/nodes'),
  fault(
    'E1-30',
    'labels, devices and discovery are missing among the tags: no node ever starts',
    'node/autoscaler-tags',
  ),
  fault('E1-31', 'node agents do not tolerate the taint', 'placement/agents-run'),
  fault('E1-32', 'no EFA, encryption, metadata options', 'node/own-security-group', 'node/volumes', 'node/metadata'),
  fault('E1-33', 'tags of the node group never reach the Auto Scaling group', 'node/autoscaler-tags'),
  fault(
    'E1-34',
    'an empty list of names means all of them; a role without a binding',
    'authority/loose-rules',
    'authority/training-accounts',
  ),
  fault('E1-35', 'a Job without restartPolicy, containers or labels', 'pod/complete'),
  fault('E1-36', 'the taint is expected to keep training in', 'placement/training-stays'),
  fault('E1-37', 'a kubelet may label its own node', 'admission/nodes'),
  fault(
    'E1-38',
    'a bare pod without selector, toleration and account',
    'pod/owned',
    'placement/training-stays',
    'pod/service-account',
    'pod/account-token',
  ),
  fault(
    'E1-39',
    'a tag instead of a digest; no shared memory and no writable places',
    'pod/image-digest',
    'pod/writable-places',
  ),
  fault('E1-43', 'one pool for all projects', 'placement/projects-apart', 'node/projects-apart'),
  fault('E1-44', 'spot capacity below jobs of several nodes', 'pod/interruption'),
  fault('E1-46', 'nothing tells the autoscaler to leave running jobs alone', 'pod/interruption'),
  fault('E1-48', 'the log of the script is taken for the log of the bucket', 'audit/data-access'),
  fault(
    'E1-50',
    'shells are judged by the rights of people, and projects share a namespace',
    'authority/shells',
    'authority/one-project',
    'admission/pod-access',
  ),
  fault(
    'E1-51',
    'one store behind the claims of several projects',
    'storage/places-apart',
    'storage/bound-claims',
    'storage/own-place',
  ),
  fault(
    'E1-52',
    'no positive control',
    'network/dns-answers',
    'network/services-answer',
    'network/ranks-reach',
    'authority/members-work',
    'admission/jobs-start',
  ),
  fault('E1-56', 'no log of what policies refused', 'audit/flow-logs', 'audit/control-plane'),
  fault('E2-09', 'a mesh that resets what ranks send each other', 'pod/mesh'),
  fault('E2-10', 'the account of training reads Secrets and lists pods', 'authority/training-accounts'),
  fault('E2-11', '"create Jobs" is every account, claim and Secret of the namespace', 'authority/one-project'),
  fault(
    'E2-12',
    'restricted is not asked of training namespaces, or not of a version',
    'pod/security-labels',
    'pod/security',
  ),
  fault('E2-14', 'modes of Secret files that the pod cannot read, or everybody can', 'secrets/file-modes'),
  fault('E3-02', 'limits without equal requests', 'pod/resources'),
  fault(
    'E3-03',
    'a read-only root without a writable directory; a token',
    'pod/writable-places',
    'pod/account-token',
    'pod/read-only-root',
  ),
  fault(
    'E6-02',
    'a pod without a GPU sees all of them by a variable',
    'pod/devices',
    'node/devices',
    'admission/devices',
  ),
  fault('E6-03', 'a hop limit of 2 gives pods the role of the node', 'node/metadata', 'network/instance-metadata'),
  fault('E6-06', 'nodes/proxy is a shell in every pod of the node', 'authority/cluster-writers', 'admission/nodes'),
  fault('E6-07', 'an endpoint of S3 without a policy carries data to a stranger', 'access/endpoint-policies'),
  fault('E6-08', 'the identity of the S3 driver serves every project', 'storage/own-place'),
  fault(
    'E6-09',
    'bucket keys take the prefix out of the encryption context',
    'access/opens-keys',
    'access/bucket-settings',
  ),
  fault(
    'E6-11',
    'objects that nobody reads are taken for harmless',
    'network/effective-policies',
    'network/cni-limits',
  ),
  fault('E6-12', 'debug containers are a second door', 'admission/pod-access', 'authority/shells'),
];
