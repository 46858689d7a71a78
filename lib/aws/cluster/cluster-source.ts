import type * as eks from '@pulumi/aws/eks';
import * as pulumi from '@pulumi/pulumi';
import type { Fault } from '../../model/fault/fault';
import { shown } from '../../model/fault/fault';
import type { Aws } from '../../model';

/** A cluster by what other components need of it, whoever made it. */
export interface ClusterFacts {
  /** Name of the cluster; the description has to say the same. */
  readonly name: pulumi.Input<string>;
  /** The group that EKS makes for the control plane and puts on nodes without a launch template. */
  readonly securityGroupId?: pulumi.Input<string>;
  /** Issuer of the cluster's tokens, without `https://`; for IRSA. */
  readonly oidcIssuer?: pulumi.Input<string>;
  /** Key of node volumes. */
  readonly volumeKeyArn?: pulumi.Input<string>;
}

/** A cluster of `@pulumi/eks`, by its shape: its package is not needed here. */
export interface EksPackageCluster {
  /** The cluster of EKS inside it. */
  readonly eksCluster: pulumi.Input<eks.Cluster>;
}

/**
 * A cluster, in any form that people have: its name, a resource of `@pulumi/aws` or `@pulumi/eks`, a `TrainingCluster`, or
 * facts about one.
 */
export type ClusterSource = string | eks.Cluster | EksPackageCluster | ClusterFacts;

/** The facts behind a source. Names that are known now are compared with the description in {@link clusterFaults}. */
export function clusterFacts(source: ClusterSource): ClusterFacts {
  if (typeof source === 'string') return { name: source };
  if ('eksCluster' in source) {
    const cluster = pulumi.output(source.eksCluster);
    return factsOf(cluster);
  }
  return isEksCluster(source) ? factsOf(pulumi.output(source)) : source;
}

function factsOf(cluster: pulumi.Output<pulumi.Unwrap<eks.Cluster>>): ClusterFacts {
  return {
    name: cluster.name,
    securityGroupId: cluster.vpcConfig.clusterSecurityGroupId,
    oidcIssuer: cluster.identities.apply(([identity]) => withoutScheme(identity?.oidcs[0]?.issuer ?? '')),
  };
}

/** By its type token, not by `instanceof`: a program may hold two copies of the provider's package. */
function isEksCluster(source: eks.Cluster | ClusterFacts): source is eks.Cluster {
  return '__pulumiType' in source && source.__pulumiType === 'aws:eks/cluster:Cluster';
}

/** IAM names issuers without scheme; a condition key with it never matches. */
export function withoutScheme(issuer: string): string {
  return issuer.replace(/^https:\/\//, '');
}

/** A cluster of another name than the description's: its trusts and fences would name a cluster that nobody runs. */
export function clusterFaults(source: ClusterSource | undefined, { cluster }: Aws): Fault[] {
  if (source === undefined) return [];
  const { name } = clusterFacts(source);
  if (typeof name !== 'string' || name === cluster.name) return [];
  return [
    {
      path: 'cluster',
      given: shown(name),
      allowed: `the cluster of the description, ${shown(cluster.name)}`,
      fix: `set aws.clusterName to ${shown(name)}: trusts and fences name it`,
    },
  ];
}

/** The name, compared with the description as soon as it is known. */
export function checkedName(source: ClusterSource, { cluster }: Aws): pulumi.Output<string> {
  return pulumi.output(clusterFacts(source).name).apply((name) => {
    if (name !== cluster.name) {
      throw new Error(
        `the cluster is called ${shown(name)}, the description says ${shown(cluster.name)}: set aws.clusterName`,
      );
    }
    return name;
  });
}
