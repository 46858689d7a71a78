import { grouped } from '../../model/grouped';
import { NAMESPACE_NAME_LABEL } from '../../model';
import { EVERYTHING, matches, type Selector } from '../labels/selector';
import { and, type Match } from '../match';
import type { NamespaceFacts, PodClass } from './pod-class';
import { namedNamespaces, type PodPeer } from './policies/peer';

/** The classes that a peer selects, by their index. */
export interface SelectedClasses {
  readonly yes: readonly number[];
  readonly maybe: readonly number[];
}

/** Whether a peer means every pod of the cluster. */
export function isEveryPod({ namespaces, pods }: PodPeer): boolean {
  return namespaces.requirements.length === 0 && pods.requirements.length === 0;
}

/** Whether a class is selected by a peer; whatever is on a node's network only may be. */
export function selects({ namespaces, pods }: PodPeer, { namespace, labels, hostNetwork }: PodClass): Match {
  const match = and(matches(namespaces, namespace.labels), matches(pods, labels));
  return hostNetwork && match === 'yes' ? 'maybe' : match;
}

/**
 * Answers which classes a peer selects, each question once. Namespaces are found by name where the selector names
 * them, as nearly all do, so that a thousand policies with a namespace each do not look at a thousand namespaces.
 */
export class Selection {
  private readonly byNamespace: ReadonlyMap<NamespaceFacts, readonly PodClass[]>;
  private readonly byName = new Map<string, NamespaceFacts>();
  /** Namespaces whose name is not known. */
  private readonly unnamed: NamespaceFacts[] = [];
  private readonly answers = new Map<string, SelectedClasses>();

  constructor(classes: readonly PodClass[]) {
    this.byNamespace = grouped(classes, ({ namespace }) => namespace);
    for (const namespace of this.byNamespace.keys()) {
      const name = namespace.labels.known.get(NAMESPACE_NAME_LABEL);
      if (name === undefined) this.unnamed.push(namespace);
      else this.byName.set(name, namespace);
    }
  }

  selected(peer: PodPeer): SelectedClasses {
    const key = `${peer.namespaces.key}\n\n${peer.pods.key}`;
    let answer = this.answers.get(key);
    if (answer === undefined) {
      answer = this.compute(peer);
      this.answers.set(key, answer);
    }
    return answer;
  }

  private compute(peer: PodPeer): SelectedClasses {
    const yes: number[] = [];
    const maybe: number[] = [];
    for (const namespace of this.candidates(peer.namespaces)) {
      const inNamespace = matches(peer.namespaces, namespace.labels);
      if (inNamespace === 'no') continue;
      for (const item of this.byNamespace.get(namespace) ?? []) {
        const match = selects({ ...peer, namespaces: EVERYTHING }, item);
        const both = and(inNamespace, match);
        if (both === 'yes') yes.push(item.index);
        else if (both === 'maybe') maybe.push(item.index);
      }
    }
    return { yes, maybe };
  }

  private candidates(namespaces: Selector): Iterable<NamespaceFacts> {
    const named = namedNamespaces(namespaces);
    if (named === undefined) return this.byNamespace.keys();
    return [...named.flatMap((name) => this.byName.get(name) ?? []), ...this.unnamed];
  }
}
