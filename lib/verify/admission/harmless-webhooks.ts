import { KUBE_SYSTEM } from '../../model/kubernetes/kubernetes-namespaces';
import { itemsIn, type Field } from '../input/field';
import type { KubernetesObject } from '../input/kubernetes-object';
import { ownValue } from '../record';
import { leadsBeside, serviceOf } from './engine-webhooks';
import { textsOf } from './resource-match';

/** A webhook of which it is known what it does, as far as it hears of nothing else. */
interface KnownWebhook {
  /** Operations by resource of the core group. */
  readonly hears: Readonly<Record<string, readonly string[]>>;
  /** The Service in kube-system that it leads to; only who owns the cluster writes one there. */
  readonly service: string;
  /** Whether it may run beside the API server. */
  readonly beside: boolean;
}

/**
 * Webhooks that mean nothing to isolation, by kind and name. Every cluster of EKS has those that run beside the API server. Of
 * those that change pods one adds the token of a role, the other an interface
 * (https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html); the one that judges refuses nobody who
 * leaves the annotations of such interfaces alone, and what nodes claim of them
 * (https://github.com/aws/amazon-vpc-resource-controller-k8s/tree/master/webhooks/core).
 */
const HARMLESS: Readonly<Record<string, Readonly<Record<string, KnownWebhook>>>> = {
  MutatingWebhookConfiguration: {
    'pod-identity-webhook': { hears: { pods: ['CREATE'] }, service: 'pod-identity-webhook', beside: true },
    'vpc-resource-mutating-webhook': {
      hears: { pods: ['CREATE'] },
      service: 'vpc-resource-mutating-webhook',
      beside: true,
    },
    // Names who serves a Service of type LoadBalancer; one in a project is a fault by itself (network/service-shape).
    // https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/webhooks/core/service_mutator.go
    'aws-load-balancer-webhook': {
      hears: { services: ['CREATE', 'UPDATE'] },
      service: 'aws-load-balancer-webhook-service',
      beside: false,
    },
  },
  ValidatingWebhookConfiguration: {
    'vpc-resource-validating-webhook': {
      hears: { pods: ['CREATE', 'UPDATE'], nodes: ['UPDATE'] },
      service: 'vpc-resource-validating-webhook',
      beside: true,
    },
  },
};

/** Whether a webhook is one of these, going by where it leads and by what it hears of. */
export function isHarmless({ kind, name }: KubernetesObject, webhook: Field): boolean {
  const known = ownValue(ownValue(HARMLESS, kind) ?? {}, name);
  if (known === undefined) return false;
  const service = serviceOf(webhook);
  const isRunItself = service?.namespace === KUBE_SYSTEM && service.name === known.service;
  const leadsThere = isRunItself || (known.beside && leadsBeside(webhook));
  return leadsThere && itemsIn(webhook, 'rules').every((rule) => isWithin(rule, known));
}

function isWithin(rule: Field, { hears }: KnownWebhook): boolean {
  const operations = textsOf(rule.get('operations'));
  return (
    textsOf(rule.get('apiGroups')).every((group) => group === '') &&
    textsOf(rule.get('resources')).every((resource) => {
      const heard = ownValue(hears, resource);
      return heard !== undefined && operations.every((one) => heard.includes(one));
    })
  );
}
