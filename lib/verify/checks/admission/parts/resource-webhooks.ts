import { itemsIn, type Field } from '../../../input/field';
import { isKind, type KubernetesObject } from '../../../input/kubernetes-object';
import type { ObjectIndex } from '../../../input/object-index';

/** One of the webhooks by which Kyverno judges objects, going by its name. */
export interface ResourceWebhook {
  readonly object: KubernetesObject;
  readonly webhook: Field;
}

/** Whether Kyverno has such webhooks in an object. */
export function hasResourceWebhooks(object: KubernetesObject): boolean {
  return (
    isKind(object, 'admissionregistration.k8s.io', 'ValidatingWebhookConfiguration') &&
    object.name.startsWith('kyverno-resource')
  );
}

/** All that the files have. Where they lead, and whether to Kyverno, is for who asks. */
export function resourceWebhooks(objects: ObjectIndex): readonly ResourceWebhook[] {
  return objects
    .ofKind('admissionregistration.k8s.io', 'ValidatingWebhookConfiguration')
    .filter(hasResourceWebhooks)
    .flatMap((object) => itemsIn(object.field, 'webhooks').map((webhook) => ({ object, webhook })));
}
