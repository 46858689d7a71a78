import type { Platform } from '../../model';
import { anyOf, Thing, type Flag, type Text, type Words } from './values';

/** The object of the request. */
export const object: Thing = new Thing({ op: 'root', root: 'object' });

/** The object as it was. Read it only behind {@link isCreated}`.not()`. */
export const oldObject: Thing = new Thing({ op: 'root', root: 'old-object' });

/** Whether there was no such object before: Kubernetes gives null for it, Kyverno's ValidatingPolicy an empty object. */
export const isCreated: Flag = anyOf(oldObject.isAbsent(), oldObject.has('metadata').not()).named('isCreated');

const request: Thing = new Thing({ op: 'root', root: 'request' });

/** Name and groups of whoever makes the request. */
export const userName: Text = request.text('userInfo.username');
export const userGroups: Words = request.words('userInfo.groups');

export const operation: Text = request.text('operation');

/** Name of the namespace of the request. */
export const namespaceName: Text = request.text('namespace');

/** The project whose namespace this is, by the label that only the platform may set; empty without one. */
export function project({ keys }: Platform): Text {
  const labels = new Thing({ op: 'root', root: 'namespace' }).thing('metadata.labels');
  return labels.text([keys.project]).named('project');
}

/** An update that leaves the specification as it was, such as one of labels or finalizers. */
export const specUnchanged: Flag = isCreated.not().and(oldObject.thing('spec').is(object.thing('spec')));
