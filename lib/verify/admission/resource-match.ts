import { itemsIn, textsIn, type Field } from '../input/field';
import type { KubernetesObject } from '../input/kubernetes-object';
import { oncePerValue } from '../input/once-per-value';
import { and, not, or, type Match } from '../match';
import type { AdmissionRequest, Manifest } from './admission-request';
import { selectorTest, type ReadLabelTest } from './label-test';

/** What the author of an object marks it with. */
type Mark = 'labels' | 'annotations';

/** Texts of a list; none where it is absent. Every request asks for the same lists. */
export function textsOf(field: Field | undefined): readonly string[] {
  return field === undefined ? [] : listedTexts(field);
}

const listedTexts = oncePerValue((list) => textsIn(list));

/** Whether a selector of namespaces selects a request. Requests outside namespaces are never left out by one. */
export function namespaceSelected(
  field: Field | undefined,
  { labels }: AdmissionRequest,
  read: ReadLabelTest = selectorTest,
): Match {
  if (field === undefined || labels === undefined) return 'yes';
  return read(field)?.(labels) ?? 'maybe';
}

/**
 * Whether a selector of labels selects the object of a request, as it is or was. Who writes an object writes its labels too:
 * what only the new object says, another one like it need not say, so that such a guard is none for sure. Nor is one of
 * objects that lack a label, which a change before may have added.
 */
export function objectSelected(
  field: Field | undefined,
  { object, oldObject }: AdmissionRequest,
  read: ReadLabelTest = selectorTest,
  what: Mark = 'labels',
): Match {
  const selected = markTest(field, read, what);
  if (typeof selected === 'string') return selected;
  const was = selected(oldObject);
  return or(isEscaped(field) ? and('maybe', was) : was, and('maybe', selected(object)));
}

/**
 * Whether a selector of labels takes the object of a request out of a judgement. Here what its author writes counts: the
 * labels that take it out are there for whoever wants them, and so is an object without a label that would keep it in.
 */
export function objectLeftOut(
  field: Field | undefined,
  { object, oldObject }: AdmissionRequest,
  read: ReadLabelTest = selectorTest,
  what: Mark = 'labels',
): Match {
  const selected = markTest(field, read, what);
  if (typeof selected === 'string') return selected;
  const [first = 'no', ...more] = [object, oldObject].filter((item) => item !== null).map(selected);
  const one = more.every((other) => other === first) ? first : 'maybe';
  return one === 'no' && isEscaped(field) ? 'maybe' : one;
}

/** What a selector says of an object; of every object the same where it selects all, or cannot be read. */
function markTest(
  field: Field | undefined,
  read: ReadLabelTest,
  what: Mark,
): Match | ((item: Manifest | null) => Match) {
  if (field === undefined) return 'yes';
  if (!field.isRecord()) return 'maybe';
  if (field.entries().length === 0) return 'yes';
  const test = read(field);
  if (test === undefined) return 'maybe';
  return (item) =>
    item === null ? 'no' : test(new Map(Object.entries((item.metadata[what] ?? {}) as Record<string, string>)));
}

const LACKS = new Set<unknown>(['NotIn', 'DoesNotExist']);

function isEscaped(selector: Field | undefined): boolean {
  return itemsIn(selector, 'matchExpressions').some((item) => LACKS.has(item.get('operator')?.value));
}

/**
 * Whether `matchConstraints` of a ValidatingAdmissionPolicy or of policies.kyverno.io hear of a request
 * (https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/validating-admission-policy-v1/).
 */
export function constrained(field: Field | undefined, request: AdmissionRequest, heeds?: Heeded): Match {
  const parts: readonly Match[] = [
    ruled(field, 'resourceRules', request, heeds),
    not(ruled(field, 'excludeResourceRules', request, heeds)),
    namespaceSelected(field?.get('namespaceSelector'), request),
    objectSelected(field?.get('objectSelector'), request),
  ];
  return parts.reduce(and);
}

/** What of a rule counts: what acts on a schedule heeds no operations. */
type Heeded = 'operations' | 'objects alone';

/** Whether one of some webhooks hears of a request. */
export function webhooksHear(webhooks: readonly Field[], request: AdmissionRequest): Match {
  return webhooks
    .map((webhook) =>
      [
        ruled(webhook, 'rules', request),
        namespaceSelected(webhook.get('namespaceSelector'), request),
        objectSelected(webhook.get('objectSelector'), request),
      ].reduce(and),
    )
    .reduce(or, 'no');
}

/** Whether one of the rules of a policy, a binding or a webhook is about a request; of none there are, none is. */
export function ruled(
  of: Field | undefined,
  list: 'rules' | 'resourceRules' | 'excludeResourceRules',
  request: AdmissionRequest,
  heeds: Heeded = 'operations',
): Match {
  // The core group has one version.
  const isExact = of?.get('matchPolicy')?.value === 'Exact' || request.group === '';
  return itemsIn(of, list)
    .map((rule) => ruleMatches(rule, request, isExact, heeds))
    .reduce(or, 'no');
}

/**
 * One rule over groups, versions, operations and resources; `pods/*` means every part of a pod, `*` every object. One for
 * another version may mean the request as well: unless `matchPolicy` says Exact, the API server converts what it serves in
 * both (https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-matchpolicy).
 */
function ruleMatches(rule: Field, request: AdmissionRequest, isExact: boolean, heeds: Heeded): Match {
  const { operation, group, version, resource, subresource, namespace, name } = request;
  const has = (key: string, one: string): boolean => {
    const texts = textsOf(rule.get(key));
    return texts.includes('*') || texts.includes(one);
  };
  const path = subresource === '' ? resource : `${resource}/${subresource}`;
  const resources = textsOf(rule.get('resources'));
  const heard = resources.some(
    (one) =>
      one === path ||
      one === '*/*' ||
      (one === '*' && subresource === '') ||
      one === `${resource}/*` ||
      (subresource !== '' && one === `*/${subresource}`),
  );
  const names = textsOf(rule.get('resourceNames'));
  const scope = rule.get('scope')?.value ?? '*';
  const inScope = scope === '*' || (scope === 'Namespaced') === (namespace !== undefined);
  const isAlike =
    heard &&
    inScope &&
    has('apiGroups', group) &&
    (heeds === 'objects alone' || has('operations', operation)) &&
    (names.length === 0 || names.includes(name));
  if (!isAlike) return 'no';
  return has('apiVersions', version) ? 'yes' : isExact ? 'no' : 'maybe';
}

/** Whether a binding lets a request through to its policy; its `matchResources` only narrow. */
export function boundTo({ field }: KubernetesObject, request: AdmissionRequest): Match {
  const narrowed = field.at('spec', 'matchResources');
  const rules = narrowed?.get('resourceRules');
  const parts: readonly Match[] = [
    rules === undefined || rules.items().length === 0 ? 'yes' : ruled(narrowed, 'resourceRules', request),
    not(ruled(narrowed, 'excludeResourceRules', request)),
    namespaceSelected(narrowed?.get('namespaceSelector'), request),
    objectSelected(narrowed?.get('objectSelector'), request),
    // What a parameter says is in another object.
    field.at('spec', 'paramRef') === undefined ? 'yes' : 'maybe',
  ];
  return parts.reduce(and);
}
