import type { Metadata } from '../metadata';

/** A condition on nodes (https://karpenter.sh/docs/concepts/nodepools/#spectemplatespecrequirements). */
export interface Requirement {
  key: string;
  operator: 'In';
  values: string[];
}

/** The part of karpenter.sh/v1 NodePool that is written here. */
export interface NodePool {
  apiVersion: 'karpenter.sh/v1';
  kind: 'NodePool';
  metadata: Metadata;
  spec: {
    template: {
      metadata: { labels: Record<string, string> };
      spec: {
        nodeClassRef: { group: 'karpenter.k8s.aws'; kind: 'EC2NodeClass'; name: string };
        taints: { key: string; value: string; effect: string }[];
        requirements: Requirement[];
        expireAfter: 'Never';
      };
    };
    disruption: {
      consolidationPolicy: 'WhenEmpty';
      consolidateAfter: string;
      budgets: { nodes: string; reasons: string[] }[];
    };
    limits: Record<string, string>;
  };
}

/** The part of karpenter.k8s.aws/v1 EC2NodeClass that is written here. */
export interface Ec2NodeClass {
  apiVersion: 'karpenter.k8s.aws/v1';
  kind: 'EC2NodeClass';
  metadata: Metadata;
  spec: {
    amiSelectorTerms: { alias: string }[];
    instanceProfile: string;
    subnetSelectorTerms: { tags: Record<string, string> }[];
    securityGroupSelectorTerms: { tags: Record<string, string> }[];
    capacityReservationSelectorTerms?: { id: string }[];
    metadataOptions: {
      httpEndpoint: 'enabled';
      httpProtocolIPv6: 'disabled';
      httpTokens: 'required';
      httpPutResponseHopLimit: 1;
    };
    blockDeviceMappings: {
      deviceName: string;
      rootVolume?: boolean;
      ebs: { volumeType: 'gp3'; volumeSize: string; encrypted: true; kmsKeyID: string; deleteOnTermination: true };
    }[];
    instanceStorePolicy?: 'RAID0';
    userData: string;
    tags: Record<string, string>;
  };
}

/** The part of karpenter.sh/v1alpha1 NodeOverlay that is written here. */
export interface NodeOverlay {
  apiVersion: 'karpenter.sh/v1alpha1';
  kind: 'NodeOverlay';
  metadata: Metadata;
  spec: { requirements: Requirement[]; capacity: Record<string, string> };
}
