import type { Component, Platform, ServedPort } from '../../model';
import { KUBELET_PORT } from '../../model/nodes/kubelet-port';
import { POD_IDENTITY_AGENT } from '../../model/network/link-local';
import { componentPolicyName } from '../../model/network/policy-names';
import type { NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule } from '../api';
import { platformMetadata } from '../metadata';
import { DNS_PORTS, dnsEgress } from '../network/dns';
import { blocks, EVERY_POD, podsWith, tcp, udp } from '../network/selectors';

/**
 * What each component may reach and who may reach it. Needed where the CNI starts pods closed, since then a pod without
 * a policy is cut off, CoreDNS included; written nowhere else, since a policy on a running operator that another tool
 * owns can break it. Pods on the host's network stand outside every policy.
 */
export function componentPolicies(platform: Platform): NetworkPolicy[] {
  if (!platform.network.startsClosed) return [];
  return platform.components
    .filter(({ hostNetwork }) => !hostNetwork)
    .map((component) => componentPolicy(platform, component));
}

function componentPolicy(platform: Platform, component: Component): NetworkPolicy {
  const ingress = (component.needs.serves ?? []).map((served) => ingressRule(platform, served));
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: platformMetadata(platform, componentPolicyName(platform.name, component.name), component.namespace, {
      purpose: `${component.name} reaches what it needs and no more.`,
    }),
    spec: {
      podSelector: component.podLabels === undefined ? EVERY_POD : podsWith(component.podLabels),
      policyTypes: ['Ingress', 'Egress'],
      ...(ingress.length > 0 ? { ingress } : {}),
      ...egress(platform, component),
    },
  };
}

function ingressRule({ network }: Platform, served: ServedPort): NetworkPolicyIngressRule {
  return {
    from: served.from === 'cluster' ? [{ namespaceSelector: {} }] : blocks(network.controlPlane?.cidrs ?? []),
    ports: [served.protocol === 'UDP' ? udp(served.port) : tcp(served.port)],
  };
}

function egress(platform: Platform, { needs }: Component): { egress?: NetworkPolicyEgressRule[] } {
  const { network, aws } = platform;
  const rules: NetworkPolicyEgressRule[] = [];
  if (needs.dns) rules.push(...dnsEgress(platform));
  if (needs.upstreamDns) rules.push({ to: blocks(aws?.resolverCidrs ?? []), ports: DNS_PORTS });
  if (needs.kubernetesApi && network.controlPlane) {
    rules.push({ to: blocks(network.controlPlane.cidrs), ports: [tcp(network.controlPlane.port)] });
  }
  if (needs.cloudEndpoints && network.platformEndpointCidrs.length > 0)
    rules.push({ to: blocks(network.platformEndpointCidrs), ports: [tcp(443)] });
  if (needs.podIdentity && aws)
    rules.push({ to: blocks([POD_IDENTITY_AGENT.cidr]), ports: [tcp(POD_IDENTITY_AGENT.port)] });
  if (needs.kubelets && aws && aws.subnets.nodes.length > 0)
    rules.push({ to: blocks(aws.subnets.nodes), ports: [tcp(KUBELET_PORT)] });
  return rules.length > 0 ? { egress: rules } : {};
}
