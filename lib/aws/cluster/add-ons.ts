import { iamArn } from '../../model/aws/arn';
import { KUBE_SYSTEM } from '../../model/kubernetes/kubernetes-namespaces';
import { cniPolicy, podIdentityTrust, type AwsPlatform, type PolicyDocument } from '../../model/iam';
import { platformRole, type PlatformRolePurpose, type RoleName } from '../../model/aws/platform-role';

/** An add-on of EKS as the description wants it. */
export interface AddOn {
  readonly name: string;
  /** @default - the add-on's own */
  readonly configuration?: object;
  /** Whether it runs as pods that need a node to become ready. */
  readonly needsNodes: boolean;
  /** Its own identity at AWS, by Pod Identity: nodes lend it none. @default - none */
  readonly identity?: AddOnIdentity;
}

export interface AddOnIdentity {
  readonly serviceAccount: string;
  readonly role: RoleName;
  readonly trust: PolicyDocument;
  readonly policies?: Readonly<Record<string, PolicyDocument>>;
  /** A policy of AWS where the driver's maker maintains one. */
  readonly managed?: readonly string[];
}

/**
 * The add-ons of the cluster: the CNI with network policies enforced from a pod's start, the agent that hands out roles,
 * DNS, and the drivers that the description names. Their node parts tolerate every taint; their controllers none, so they
 * stay off training nodes.
 */
export function addOns(platform: AwsPlatform): readonly AddOn[] {
  const { network, components, projects } = platform;
  const listed = new Set(components.map(({ name }) => name));
  const claimed = new Set(projects.flatMap(({ data, checkpoints }) => [data?.source.kind, checkpoints?.source.kind]));
  return [
    ...(network.cni === 'vpc-cni' ? [vpcCni(platform)] : []),
    // Its configuration is ours to keep (an add-on's schema knows no node port addresses), so EKS must not reset it.
    { name: 'kube-proxy', needsNodes: false },
    { name: 'eks-pod-identity-agent', needsNodes: false },
    { name: 'coredns', needsNodes: true },
    ...(listed.has('ebs-csi-controller')
      ? [driver(platform, 'aws-ebs-csi-driver', 'ebs-csi', 'ebs-csi-controller-sa', 'AmazonEBSCSIDriverPolicy')]
      : []),
    ...(listed.has('mountpoint-s3') || claimed.has('s3')
      ? [{ name: 'aws-mountpoint-s3-csi-driver', configuration: TOLERATE_ALL, needsNodes: true }]
      : []),
    ...(listed.has('efs-csi-controller') || claimed.has('efs')
      ? [
          {
            ...driver(platform, 'aws-efs-csi-driver', 'efs-csi', 'efs-csi-controller-sa', 'AmazonEFSCSIDriverPolicy'),
            configuration: { node: { tolerations: [{ operator: 'Exists' }] } },
          },
        ]
      : []),
    ...(listed.has('fsx-csi-controller') || claimed.has('fsx-lustre')
      ? [driver(platform, 'aws-fsx-csi-driver', 'fsx-csi', 'fsx-csi-controller-sa')]
      : []),
  ];
}

const TOLERATE_ALL = { node: { tolerateAllTaints: true } };

/** https://github.com/aws/amazon-vpc-cni-k8s#network_policy_enforcing_mode-v1171; its values are texts. */
function vpcCni(platform: AwsPlatform): AddOn {
  const { aws, network } = platform;
  return {
    name: 'vpc-cni',
    configuration: {
      enableNetworkPolicy: 'true',
      env: { NETWORK_POLICY_ENFORCING_MODE: network.startsClosed ? 'strict' : 'standard' },
      nodeAgent: { enablePolicyEventLogs: 'true' },
    },
    needsNodes: false,
    identity: identity(platform, 'aws-node', 'vpc-cni', { policies: { cni: cniPolicy(aws, aws.cluster.name) } }),
  };
}

function driver(
  platform: AwsPlatform,
  name: string,
  purpose: PlatformRolePurpose,
  serviceAccount: string,
  managed?: string,
): AddOn {
  const policy = managed === undefined ? {} : { managed: [awsPolicy(platform, `service-role/${managed}`)] };
  return {
    name,
    configuration: TOLERATE_ALL,
    needsNodes: true,
    ...(managed === undefined ? {} : { identity: identity(platform, serviceAccount, purpose, policy) }),
  };
}

function identity(
  { name, aws }: AwsPlatform,
  serviceAccount: string,
  purpose: PlatformRolePurpose,
  rights: Pick<AddOnIdentity, 'policies' | 'managed'>,
): AddOnIdentity {
  return {
    serviceAccount,
    role: platformRole(name, aws, purpose),
    trust: podIdentityTrust({ clusterArn: aws.cluster.arn, namespace: KUBE_SYSTEM, serviceAccount }),
    ...rights,
  };
}

/** A policy that AWS maintains. */
export function awsPolicy({ aws }: AwsPlatform, path: string): string {
  return iamArn({ partition: aws.partition, account: 'aws' }, `policy/${path}`);
}
