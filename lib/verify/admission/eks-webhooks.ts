import { KUBE_SYSTEM } from '../../model/kubernetes/kubernetes-namespaces';
import { itemsIn, type Field } from '../input/field';
import type { KubernetesObject } from '../input/kubernetes-object';
import { ownValue } from '../record';
import { leadsBeside, serviceOf } from './engine-webhooks';
import { textsOf } from './resource-match';

/** What a webhook hears of at most, by resource: operations. */
type Hears = Readonly<Record<string, readonly string[]>>;

/**
 * Webhooks that every cluster of EKS has, by kind and name. Of those that change pods one adds the token of a role, the other
 * an interface (https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html). The one that judges refuses
 * nobody who leaves the annotations of such interfaces alone, and what nodes claim of them
 * (https://github.com/aws/amazon-vpc-resource-controller-k8s/tree/master/webhooks/core).
 */
const OF_EKS: Readonly<Record<string, Readonly<Record<string, Hears>>>> = {
  MutatingWebhookConfiguration: {
    'pod-identity-webhook': { pods: ['CREATE'] },
    'vpc-resource-mutating-webhook': { pods: ['CREATE'] },
  },
  ValidatingWebhookConfiguration: {
    'vpc-resource-validating-webhook': { pods: ['CREATE', 'UPDATE'], nodes: ['UPDATE'] },
  },
};

/**
 * Whether a webhook is one of these. They run beside the API server, and hear of nothing else; who runs the first himself has
 * it in kube-system.
 */
export function isOfEks({ kind, name }: KubernetesObject, webhook: Field): boolean {
  const hears = ownValue(ownValue(OF_EKS, kind) ?? {}, name);
  if (hears === undefined) return false;
  const service = serviceOf(webhook);
  const isRunItself = service?.namespace === KUBE_SYSTEM && service.name === name;
  return (leadsBeside(webhook) || isRunItself) && itemsIn(webhook, 'rules').every((rule) => isWithin(rule, hears));
}

function isWithin(rule: Field, hears: Hears): boolean {
  const operations = textsOf(rule.get('operations'));
  return (
    textsOf(rule.get('apiGroups')).every((group) => group === '') &&
    textsOf(rule.get('resources')).every((resource) => {
      const heard = ownValue(hears, resource);
      return heard !== undefined && operations.every((one) => heard.includes(one));
    })
  );
}
