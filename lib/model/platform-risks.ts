import type { AcceptedRisk, RiskId, Weakening } from './accepted-risk';
import type { PlatformProps } from './platform';

/** Every weakening that a description accepts, each with the path that accepted it. */
export function platformRisks(props: PlatformProps): readonly AcceptedRisk[] {
  const risks: AcceptedRisk[] = [];
  const accept = (id: RiskId, path: string, weakening: Weakening | undefined): void => {
    if (weakening !== undefined) risks.push({ id, path, reason: weakening.reason });
  };
  if (typeof props.cni === 'object') accept('network-starts-open', 'cni.startsOpen', props.cni.startsOpen);
  props.pools.forEach((pool, index) => accept('shared-pool', `pools[${index}].shared`, pool.shared));
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
