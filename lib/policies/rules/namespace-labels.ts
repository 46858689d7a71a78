import { ADMIN_ACCESS_LABEL } from '../../model/kubernetes/label-keys';
import { POD_SECURITY_MODES, podSecurityKeys } from '../../model/kubernetes/pod-security-labels';
import type { Platform } from '../../model';
import { EVERY_MESH } from '../../model/network/meshes';
import { NAMESPACE, subresource } from '../judged';
import { isPlatform } from '../people';
import { isCreated, object, oldObject } from '../predicate/request';
import { allOf, anyOf, Words, type Flag, type Text, type Thing } from '../predicate/values';
import type { ExpressionRule } from '../rule';

/** Guarded in any namespace: with them a namespace joins the projects, or gets devices that it did not ask for. */
const everywhere = ({ keys }: Platform): string[] => [keys.project, keys.tier, ADMIN_ACCESS_LABEL];

/** Guarded in the namespaces of projects and components. */
const WEAKENING_LABELS = [
  ...POD_SECURITY_MODES.map(podSecurityKeys).flatMap(({ level, version }) => [level, version]),
  // A mesh changes pods on their way in and routes around policies.
  ...EVERY_MESH.flatMap(({ namespaceLabels: labels }) => labels),
];
const WEAKENING_ANNOTATIONS = EVERY_MESH.flatMap(({ namespaceAnnotations }) => namespaceAnnotations);

export const namespaceLabels: ExpressionRule = {
  id: 'namespace-labels',
  title: 'Only the platform sets the labels that admission, Pod Security and meshes go by',
  why: 'Policies judge by the label of the namespace: whoever changes it chooses which of them apply.',
  stops: ['A2', 'A4'],
  // Writes of its parts take labels too (https://github.com/kubernetes/kubernetes/blob/master/pkg/registry/core/namespace/strategy.go).
  judges: [
    { kinds: [NAMESPACE], operations: ['CREATE', 'UPDATE'] },
    { kinds: ['status', 'finalize'].map((part) => subresource(NAMESPACE, part)), operations: ['UPDATE'] },
  ],
  scope: 'cluster',
  guard: true,
  beside: 'no persona may write namespaces',
  requires: (platform) => {
    const { tier } = platform.keys;
    const isOurs = anyOf(labelsOf(object).has([tier]), isCreated.not().and(labelsOf(oldObject).has([tier])));
    return [
      {
        message: `let the platform set ${everywhere(platform).join(', ')}`,
        holds: isPlatform(platform).or(same(labelsOf, everywhere(platform))),
      },
      {
        message:
          'let the platform set the labels of Pod Security and of meshes on namespaces of projects and components',
        holds: anyOf(
          isPlatform(platform),
          isOurs.not(),
          allOf(same(labelsOf, WEAKENING_LABELS), same(annotationsOf, WEAKENING_ANNOTATIONS)),
        ),
      },
    ];
  },
};

const labelsOf = (namespace: Thing): Thing => namespace.thing('metadata.labels');
const annotationsOf = (namespace: Thing): Thing => namespace.thing('metadata.annotations');

/** Whether each of these is what it was before, or is not there in a new namespace. */
function same(where: (namespace: Thing) => Thing, keys: readonly string[]): Flag {
  const isKept = (key: Text): Flag =>
    anyOf(
      allOf(isCreated, where(object).text([key]).is('')),
      allOf(
        isCreated.not(),
        where(oldObject)
          .text([key])
          .is(where(object).text([key])),
      ),
    );
  return Words.of(keys).all('key', isKept);
}
