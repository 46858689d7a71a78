import { GUARDED_KINDS } from '../../../model/policies/guarded-kinds';
import type { Evidence } from '../../evidence';
import { isBuiltInGroup } from '../../input/kinds';
import type { Check } from '../check';
import { fails, notKnown, objectSubject, type Problem } from '../../problem';
import type { KubernetesObject } from '../../input/kubernetes-object';
import { leadsElsewhere } from '../leads-elsewhere';

/** Calico has a server of its own for its kinds (https://docs.tigera.io/calico/latest/operations/install-apiserver). */
const SERVED_BESIDE: ReadonlySet<string> = new Set(['projectcalico.org']);
const GUARDED: ReadonlySet<string> = new Set(
  GUARDED_KINDS.map(({ group }) => group).filter((group) => !SERVED_BESIDE.has(group)),
);

export const servedApis: Check = {
  id: 'admission/served-apis',
  title: 'The API server itself answers for the kinds on which the isolation rests',
  why: 'What an APIService sends to another server passes no policy: that server keeps, changes and shows it as it likes.',
  stops: ['A2', 'T14'],
  control:
    "no APIService that leads a group of Kubernetes' own, or of a guarded kind, to a Service, and no stranger that converts such kinds",
  fix: 'delete the APIService: the API server makes its own again',
  *judge(evidence: Evidence) {
    const { objects, scope } = evidence;
    if (scope.namespaces.length === 0) return;
    for (const definition of objects.ofKind('apiextensions.k8s.io', 'CustomResourceDefinition'))
      yield { subject: objectSubject(definition), problems: conversionProblems(evidence, definition) };
    for (const service of objects.ofKind('apiregistration.k8s.io', 'APIService'))
      yield { subject: objectSubject(service), problems: problemsOf(service) };
  },
};

function problemsOf({ field }: KubernetesObject): readonly Problem[] {
  const spec = field.get('spec');
  const group = String(spec?.get('group')?.value ?? '');
  const at = spec?.get('service');
  if (at === undefined || !(isBuiltInGroup(group) || GUARDED.has(group))) return [];
  const to = `${String(at.get('namespace')?.value)}/${String(at.get('name')?.value)}`;
  return [fails(`leads ${group === '' ? 'the core group' : group} to Service ${to}`, { at })];
}

/**
 * What converts objects from version to version writes what is read and kept of them
 * (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#webhook-conversion).
 */
function conversionProblems(evidence: Evidence, { field }: KubernetesObject): readonly Problem[] {
  const spec = field.get('spec');
  const webhook = spec?.at('conversion', 'webhook');
  const [group, kind] = [spec?.get('group')?.value, spec?.at('names', 'kind')?.value];
  const isGuarded = GUARDED_KINDS.some((guarded) => guarded.group === group && guarded.kind === kind);
  const where = webhook === undefined || !isGuarded ? undefined : leadsElsewhere(evidence, webhook);
  if (where === undefined) return [];
  const message = `has every ${String(kind)} converted by ${where}: whether that is meant to write them is not known`;
  return [notKnown(message, { at: webhook, fix: 'name what converts them in the description under components' })];
}
