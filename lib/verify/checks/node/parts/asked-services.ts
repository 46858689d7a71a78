import type { EndpointService } from '../../../../model/aws/endpoint-services';
import { ROLE_ANNOTATION } from '../../../../model/project/service-account';
import type { Evidence } from '../../../evidence';
import { annotationsOf } from '../../../input/kubernetes-object';
import { knownText } from '../../../input/pulumi/plan-value';
import { propertyOf } from '../../../input/pulumi/planned-resource';
import { ADD_ON } from '../../../input/pulumi/resource-types';
import { showsAutoscaler } from '../../../scope/shown-autoscaler';
import { imagesOf } from '../../../workload/images';

/** The add-on that hands out roles, and its daemon set. */
export const IDENTITY_AGENT = 'eks-pod-identity-agent';

/**
 * Whether anything asks a service from the nodes. A description means its endpoints for whoever comes to ask, that for the
 * autoscaler aside. Volumes, buckets and Secrets are encrypted by services of AWS, which ask KMS on their own ways.
 */
export function isAsked(evidence: Evidence, service: EndpointService): boolean {
  if (service === 'autoscaling') return showsAutoscaler(evidence);
  if (evidence.platform !== undefined) return true;
  switch (service) {
    case 'kms':
      return false;
    case 'eks-auth':
      return handsOutRoles(evidence);
    case 'sts':
      return changesTokens(evidence);
    case 'logs':
      return writesLogs(evidence);
    default:
      return true;
  }
}

/** By the agent on the nodes (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html). */
function handsOutRoles({ access, workloads, plans }: Evidence): boolean {
  return (
    access.podIdentities.length > 0 ||
    workloads.some(({ kind, name }) => kind === 'DaemonSet' && name === IDENTITY_AGENT) ||
    plans.some((links) => links.of(ADD_ON).some((addOn) => propertyOf(addOn, 'addonName') === IDENTITY_AGENT))
  );
}

/** Pods that get a role for their own token ask STS for it (https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html). */
function changesTokens({ objects, plans }: Evidence): boolean {
  return (
    objects
      .ofKind('', 'ServiceAccount')
      .some(({ field }) => annotationsOf(field.get('metadata')).has(ROLE_ANNOTATION)) ||
    plans.some(
      (links) =>
        links.of('aws:iam/openIdConnectProvider:OpenIdConnectProvider').length > 0 ||
        links.of(ADD_ON).some((addOn) => propertyOf(addOn, 'serviceAccountRoleArn') !== undefined),
    )
  );
}

/** An agent whose name says that it writes to CloudWatch; the control plane and flow logs write past the nodes. */
function writesLogs({ workloads, plans }: Evidence): boolean {
  const ofCloudWatch = /cloudwatch|aws-for-fluent-bit/;
  return (
    workloads.some(
      ({ name, spec }) =>
        ofCloudWatch.test(name) ||
        (spec !== undefined && imagesOf(spec).some(({ image }) => ofCloudWatch.test(String(image?.value)))),
    ) ||
    plans.some((links) =>
      links.of(ADD_ON).some((addOn) => ofCloudWatch.test(knownText(propertyOf(addOn, 'addonName')) ?? '')),
    )
  );
}
