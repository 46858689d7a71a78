import type { Field } from '../../../input/field';
import { isBuiltInGroup } from '../../../input/kinds';
import type { KubernetesObject } from '../../../input/kubernetes-object';
import { notKnown, type Problem } from '../../../problem';
import { saysWhatOthersAre } from '../../../workload/hidden-makers';
import { makerKind } from '../../../workload/maker-kinds';
import { isDelivery } from './applied-objects';
import { isPolicyWriter } from './policy-writers';

/**
 * Groups whose objects name network policies and write none: reports about them, lists of kinds, what is read on the way to
 * a cluster, and what docs/verify.md says is not looked at. Policies of admission are evaluated.
 */
const HARMLESS: ReadonlySet<string> = new Set([
  'reports.kyverno.io',
  'wgpolicyk8s.io',
  'openreports.io',
  'aquasecurity.github.io',
  'spdx.softwarecomposition.kubescape.io',
  ...['config', 'status', 'syncset', 'expansion', 'externaldata'].map((part) => `${part}.gatekeeper.sh`),
  'policies.kubewarden.io',
  'argoproj.io',
  'fleet.cattle.io',
  'catalog.cattle.io',
  'operators.coreos.com',
  'velero.io',
  'app.k8s.io',
  'kustomize.config.k8s.io',
  'apiextensions.crossplane.io',
  'kro.run',
]);

/** A network policy inside an object that nobody here knows: a tool may write it wherever it likes. */
export function* heldPolicies(
  object: KubernetesObject,
  isProject: (namespace: string | undefined) => boolean,
): Generator<Problem> {
  const { group, kind, name, field } = object;
  if (name === '' || isBuiltInGroup(group) || HARMLESS.has(group) || saysWhatOthersAre(object)) return;
  if (isDelivery(object) || isPolicyWriter(object) || makerKind(group, kind) !== undefined) return;
  for (const [key, value] of field.entries()) {
    if (ABOUT_ITSELF.has(key)) continue;
    const at = policyIn(value, isProject, 0);
    if (at === undefined) continue;
    yield notKnown('holds a network policy, and whether a tool writes it into a project is not known', { at });
    return;
  }
}

const ABOUT_ITSELF: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'status']);
const POLICY = /^\w*NetworkPolicy$/;
const POLICY_IN_TEXT = /\bkind["']?\s*:\s*["']?\w*NetworkPolicy\b/;
/** Input may be nested without end. */
const DEEPEST = 16;

function policyIn(
  field: Field,
  isProject: (namespace: string | undefined) => boolean,
  depth: number,
): Field | undefined {
  const { value } = field;
  if (typeof value === 'string') return POLICY_IN_TEXT.test(value) ? field : undefined;
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return undefined;
  const inside = Array.isArray(value) ? field.items() : field.entries().map(([, one]) => one);
  if (!Array.isArray(value)) {
    const kind = field.get('kind')?.value;
    if (typeof kind === 'string' && POLICY.test(kind)) return isElsewhere(field, isProject) ? undefined : field;
  }
  for (const one of inside) {
    const found = policyIn(one, isProject, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A whole policy that says where it lies, in so many words. */
function isElsewhere(policy: Field, isProject: (namespace: string | undefined) => boolean): boolean {
  const namespace = policy.at('metadata', 'namespace')?.value;
  return typeof namespace === 'string' && NAME.test(namespace) && !isProject(namespace);
}

const NAME = /^[a-z0-9][a-z0-9-]*$/;
