import { itemsIn, textsIn, type Field } from '../input/field';
import { textEntries } from '../input/kubernetes-object';
import type { Labels } from '../labels/labels';
import { matches, selectorOf, selectorOfLabels, type Requirement } from '../labels/selector';
import { and, or, type Match } from '../match';

/** A numeric comparison of a node's label. */
interface NumericRequirement {
  readonly key: string;
  readonly operator: 'Gt' | 'Lt';
  readonly value: string;
}

/** A demand on the name of the node. */
interface NameRequirement {
  readonly operator: 'In' | 'NotIn';
  readonly values: readonly string[];
}

/** One term of a node affinity: everything in it must hold. */
interface Term {
  readonly labels: readonly Requirement[];
  readonly numbers: readonly NumericRequirement[];
  readonly names: readonly NameRequirement[];
  /** True if something in it is not known here; it then holds perhaps. */
  readonly unclear: boolean;
}

/** Which nodes a pod asks for: its `nodeSelector` and its required node affinity. */
export interface NodeSelection {
  readonly labels: ReadonlyMap<string, string>;
  /** Terms of which one must hold; undefined without required affinity. */
  readonly terms: readonly Term[] | undefined;
}

const PLAIN = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** Reads what a pod spec says about nodes. */
export function readNodeSelection(spec: Field): NodeSelection {
  const required = spec.at('affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');
  return {
    labels: textEntries(spec.get('nodeSelector')),
    terms: required === undefined ? undefined : readTerms(required),
  };
}

/** Which nodes a volume is on: what `nodeAffinity.required` of a PersistentVolume says; undefined for all. */
export function readVolumeNodes(volume: Field): NodeSelection | undefined {
  const required = volume.at('nodeAffinity', 'required');
  return required === undefined ? undefined : { labels: new Map(), terms: readTerms(required) };
}

function readTerms(selector: Field): readonly Term[] {
  return itemsIn(selector, 'nodeSelectorTerms').map(readTerm);
}

function readTerm(term: Field): Term {
  const labels: Requirement[] = [];
  const numbers: NumericRequirement[] = [];
  const names: NameRequirement[] = [];
  let unclear = false;
  for (const item of itemsIn(term, 'matchExpressions')) {
    const key = item.get('key')?.text();
    const operator = item.get('operator')?.text() ?? '';
    const values = textsIn(item, 'values');
    if (key !== undefined && PLAIN.includes(operator))
      labels.push({ key, operator: operator as Requirement['operator'], values });
    else if (key !== undefined && (operator === 'Gt' || operator === 'Lt'))
      numbers.push({ key, operator, value: values[0] ?? '' });
    else unclear = true;
  }
  for (const item of itemsIn(term, 'matchFields')) {
    const operator = item.get('operator')?.value;
    const values = textsIn(item, 'values');
    if (item.get('key')?.value === 'metadata.name' && (operator === 'In' || operator === 'NotIn'))
      names.push({ operator, values });
    else unclear = true;
  }
  return { labels, numbers, names, unclear };
}

/**
 * Whether nodes with these labels are selected
 * (https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/): the selector and one of the terms; an empty
 * term selects nothing.
 *
 * @param node name of the node; undefined for a pool, whose nodes have names that nobody knows before
 */
export function selectsNode({ labels, terms }: NodeSelection, node: string | undefined, known: Labels): Match {
  const bySelector = matches(selectorOfLabels(labels), known);
  if (terms === undefined) return bySelector;
  return and(bySelector, terms.map((term) => termHolds(term, node, known)).reduce(or, 'no'));
}

function termHolds({ labels, numbers, names, unclear }: Term, node: string | undefined, known: Labels): Match {
  if (labels.length + numbers.length + names.length === 0) return unclear ? 'maybe' : 'no';
  const each: Match[] = [
    matches(selectorOf(labels), known),
    ...numbers.map((requirement) => numberHolds(requirement, known)),
    ...names.map(({ operator, values }): Match =>
      node === undefined ? 'maybe' : values.includes(node) === (operator === 'In') ? 'yes' : 'no',
    ),
    ...(unclear ? ['maybe' as const] : []),
  ];
  return each.reduce(and, 'yes');
}

function numberHolds({ key, operator, value }: NumericRequirement, known: Labels): Match {
  const label = known.known.get(key);
  if (label === undefined) {
    const isPossible = known.valueUnknown.has(key) || known.perhaps?.has(key) === true || !known.complete;
    return isPossible ? 'maybe' : 'no';
  }
  const [left, right] = [Number(label), Number(value)];
  if (!Number.isInteger(left) || !Number.isInteger(right)) return 'no';
  return (operator === 'Gt' ? left > right : left < right) ? 'yes' : 'no';
}
