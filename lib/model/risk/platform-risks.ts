import type { AcceptedRisk, RiskId, Weakening } from './accepted-risk';
import type { PlatformProps } from '../platform/platform-props';

/** Every weakening that a description accepts, each with the path that accepted it. */
export function platformRisks(props: PlatformProps): readonly AcceptedRisk[] {
  const risks: AcceptedRisk[] = [];
  const accept = (id: RiskId, path: string, weakening: Weakening | undefined): void => {
    if (weakening !== undefined) risks.push({ id, path, reason: weakening.reason });
  };
  const { unsafe, storageKeys, credentials, access } = props.aws ?? {};
  accept('internet-route', 'aws.unsafe.internet', unsafe?.internet);
  accept('public-api-endpoint', 'aws.unsafe.publicApi', unsafe?.publicApi);
  accept('node-access', 'aws.unsafe.nodeAccess', unsafe?.nodeAccess);
  accept('open-node-ports', 'aws.unsafe.nodePorts', unsafe?.nodePorts);
  accept('bucket-keys', 'aws.storageKeys.bucketKeys', storageKeys?.bucketKeys);
  if (typeof credentials === 'object' && credentials.kind === 'shared-role')
    accept('shared-role', 'aws.credentials', credentials);
  access?.checkpointReaders?.forEach((reader, index) =>
    accept('checkpoint-readers', `aws.access.checkpointReaders[${index}]`, reader),
  );
  if (typeof props.cni === 'object') accept('network-starts-open', 'cni.startsOpen', props.cni.startsOpen);
  props.pools.forEach(({ shared, purchase }, index) => {
    accept('shared-pool', `pools[${index}].shared`, shared);
    if (typeof purchase === 'object' && purchase.kind === 'spot')
      accept('spot-capacity', `pools[${index}].purchase`, purchase);
  });
  props.services?.forEach(({ tenancy }, index) => {
    if (typeof tenancy === 'object') accept('service-without-tenancy', `services[${index}].tenancy.none`, tenancy.none);
  });
  props.policies?.exceptions?.forEach((exception, index) =>
    accept('policy-exception', `policies.exceptions[${index}]`, exception),
  );
  props.projects.forEach(({ unsafe }, index) => {
    accept('project-debuggers', `projects[${index}].unsafe.debuggers`, unsafe?.debuggers);
    accept('internet-egress', `projects[${index}].unsafe.internet`, unsafe?.internet);
    accept('kubernetes-api-egress', `projects[${index}].unsafe.kubernetesApi`, unsafe?.kubernetesApi);
  });
  return risks;
}
