import { findProject } from '../../model';
import type { Platform, ServiceEgress, SharedService } from '../../model';
import { POD_IDENTITY_AGENT } from '../../model/network/link-local';
import { serviceAccessPolicyName, serviceDenyPolicyName } from '../../model/network/policy-names';
import type { NetworkPolicy, NetworkPolicyEgressRule } from '../api';
import { platformMetadata, type Remarks } from '../metadata';
import { hostEgress, type CiliumNetworkPolicy, type CiliumPort } from '../network/cilium';
import { dnsEgress, dnsOnHost } from '../network/dns';
import { blocks, egressTo, namespaceNamed, podsIn, podsWith, tcp } from '../network/selectors';
import { instanceLabels } from '../network/shared-service';

/**
 * The other side of each shared service: its pods are shut but for the projects that use it. Without this the service is
 * a bridge: a project that may reach it shares a network with everything else that it can reach.
 */
export function servicePolicies(platform: Platform): (NetworkPolicy | CiliumNetworkPolicy)[] {
  return platform.services.flatMap((service) => [
    serviceDefaultDeny(platform, service),
    ...(service.tenancy === 'per-project'
      ? service.users.flatMap((user) =>
          serviceAccess(platform, service, [user], serviceAccessPolicyName(platform.name, service.name, user)),
        )
      : serviceAccess(platform, service, service.users, serviceAccessPolicyName(platform.name, service.name))),
  ]);
}

function serviceDefaultDeny(platform: Platform, service: SharedService): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: platformMetadata(platform, serviceDenyPolicyName(platform.name, service.name), service.namespace, {
      purpose: `Nothing enters or leaves ${service.name} unless another policy says so.`,
    }),
    spec: { podSelector: podsWith(service.podLabels), policyTypes: ['Ingress', 'Egress'] },
  };
}

/** Who may reach the pods that serve these users, and what those pods themselves may reach. */
function serviceAccess(
  platform: Platform,
  service: SharedService,
  users: readonly string[],
  name: string,
): (NetworkPolicy | CiliumNetworkPolicy)[] {
  const namespaces = users.map((user) => findProject(platform, user).namespace);
  const from = [
    ...namespaces.map((namespace) => ({ namespaceSelector: namespaceNamed(namespace) })),
    ...service.alsoFrom.map(podsIn),
  ];
  const own = service.tenancy === 'per-project' ? instanceLabels(platform, service, users[0] ?? '') : service.podLabels;
  const metadata = platformMetadata(platform, name, service.namespace, remarks(service, users));
  const onHost = [...dnsOnHost(platform), ...agentOnHost(platform, service)];
  return [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: {
        podSelector: podsWith(own),
        policyTypes: ['Ingress', 'Egress'],
        ...(from.length > 0 ? { ingress: [{ from, ports: [tcp(service.port)] }] } : {}),
        egress: [
          ...dnsEgress(platform),
          ...service.egress.filter((to) => !isAgentOnHost(platform, to)).map((to) => egressRule(platform, to)),
        ],
      },
    },
    ...(onHost.length === 0 ? [] : [hostEgress(metadata, onHost, own)]),
  ];
}

/** Whether the destination is the Pod Identity agent, which Cilium knows as the node and not by its address. */
function isAgentOnHost({ network }: Platform, to: ServiceEgress): boolean {
  return network.cni === 'cilium' && typeof to === 'object' && 'cidr' in to && to.cidr === POD_IDENTITY_AGENT.cidr;
}

function agentOnHost(platform: Platform, { egress }: SharedService): CiliumPort[] {
  return egress.some((to) => isAgentOnHost(platform, to))
    ? [{ port: String(POD_IDENTITY_AGENT.port), protocol: 'TCP' }]
    : [];
}

function egressRule({ network }: Platform, to: ServiceEgress): NetworkPolicyEgressRule {
  if (to === 'cloud-endpoints') return { to: blocks(network.endpointCidrs), ports: [tcp(443)] };
  return 'cidr' in to ? { to: blocks([to.cidr]), ports: [tcp(to.port)] } : egressTo(to);
}

function remarks(service: SharedService, users: readonly string[]): Remarks {
  return {
    purpose: `${service.name} serves ${users.length === 0 ? 'no project' : users.join(', ')}.`,
    ...(typeof service.tenancy === 'object'
      ? { risks: [{ id: 'service-without-tenancy', reason: service.tenancy.none.reason }] }
      : {}),
  };
}
