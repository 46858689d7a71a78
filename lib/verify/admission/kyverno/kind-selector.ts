import { isLike } from './wildcards';

/** Which objects a text under `kinds` means; each part may hold wildcards. */
interface KindSelector {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly subresource: string;
}

const VERSION = /^(?:v\d+(?:(?:alpha|beta)\d+)?|\*)$/;
const NOTHING: KindSelector = { group: '', version: '', kind: '', subresource: '' };

/**
 * `Pod`, `v1/Pod`, `apps/v1/Deployment`, `Pod/exec`, `Pod.exec`; of any group and version if none is named. A star before
 * all else is the version: behind it `v1/Pod` means a part of a `v1`, and no pod (kyverno/kyverno, pkg/utils/kube/kind.go).
 */
function kindSelector(text: string): KindSelector {
  const slashed = text.split('/');
  const parts = [...slashed.slice(0, -1), ...(slashed.at(-1) as string).split('.')];
  const [a = '', b = '', c = '', d = ''] = parts;
  const ofAny = (kind: string, subresource = '', version = '*'): KindSelector => ({
    group: '*',
    version,
    kind,
    subresource,
  });
  switch (parts.length) {
    case 1:
      return ofAny(a);
    case 2:
      if (a === '*' && (b === '*' || b === b.toLowerCase())) return ofAny(a, b);
      return VERSION.test(a) ? ofAny(b, '', a) : ofAny(a, b);
    case 3:
      return VERSION.test(a) ? ofAny(b, c, a) : { group: a, version: b, kind: c, subresource: '' };
    case 4:
      return { group: a, version: b, kind: c, subresource: d };
    default:
      return NOTHING;
  }
}

interface Asked {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly subresource: string;
}

const DEBUG_CONTAINERS = 'ephemeralcontainers';

/** Whether a request is about the debug containers of a pod. */
export function isDebugContainers({ group, version, kind, subresource }: Asked): boolean {
  return group === '' && version === 'v1' && kind === 'Pod' && subresource === DEBUG_CONTAINERS;
}

/** Whether a text under `kinds` means a request. Whoever means a pod, or a part of one, means its debug containers too. */
export function meansKind(text: string, asked: Asked): boolean {
  const wanted = kindSelector(text);
  const isOfKind = (['group', 'version', 'kind'] as const).every((part) => isLike(wanted[part], asked[part]));
  return isOfKind && (isLike(wanted.subresource, asked.subresource) || isDebugContainers(asked));
}

/**
 * Whether Kyverno asks a policy with a text under `kinds` about debug containers: it means pods, or these. What other rules
 * of the policy mean is asked about them too then (kyverno/kyverno, pkg/policycache/store.go).
 */
export function bringsDebugContainers(text: string): boolean {
  const { group, version, kind, subresource } = kindSelector(text);
  const isOfPods = isLike(group, '') && isLike(version, 'v1') && isLike(kind, 'Pod');
  return isOfPods && ['', DEBUG_CONTAINERS].some((part) => isLike(subresource, part));
}

/** Whether a text under `kinds` means parts of objects and no object: `Pod/exec`. */
export function meansPartsOnly(text: string): boolean {
  return !isLike(kindSelector(text).subresource, '');
}
