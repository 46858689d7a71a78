import { itemsIn } from '../input/field';
import { isKind, type KubernetesObject } from '../input/kubernetes-object';
import { eitherAddresses, oneAddress, rangeTexts, type Addresses } from './addresses';
import type { Mentioned } from './policies/mentioned';
import { blockMatchesPods, networksMatchPods } from './block-of-pods';
import type { NetworkPremises } from './premises';

/** The addresses of a pod on the pod network, as far as the input shows its status. */
export function addressesOfPod(object: KubernetesObject): Addresses | undefined {
  if (!isKind(object, '', 'Pod') || object.field.at('spec', 'hostNetwork')?.value === true) return undefined;
  const status = object.field.get('status');
  const listed = itemsIn(status, 'podIPs').map((item) => item.get('ip')?.value);
  const addresses = [status?.get('podIP')?.value, ...listed].flatMap((text) =>
    typeof text === 'string' ? (oneAddress(text) ?? []) : [],
  );
  return addresses.length === 0 ? undefined : addresses.reduce(eitherAddresses);
}

/** Pods that every block of the input matches alike. */
export interface AddressGroup {
  /** Position in the list of groups. */
  readonly index: number;
  /** Addresses of one of the pods; undefined where they are not known. */
  readonly addresses: Addresses | undefined;
}

/** Sorts pods by what the blocks of the input make of their addresses: one group where no block tells them apart. */
export class AddressGroups {
  private readonly unknown: AddressGroup = { index: 0, addresses: undefined };
  private readonly groups: AddressGroup[] = [this.unknown];
  private readonly byKey = new Map<string, AddressGroup>();
  private readonly keyOf: (addresses: Addresses | undefined) => string;

  constructor({ blocks, networks }: Pick<Mentioned, 'blocks' | 'networks'>, premises: NetworkPremises) {
    const ofPolicies = distinct([...blocks.ingress, ...blocks.egress]);
    const ofTiers = distinct(networks);
    this.keyOf = (addresses) =>
      [
        ...ofPolicies.map((block) => blockMatchesPods(block, premises, addresses)),
        ...ofTiers.map((block) => networksMatchPods(block, premises, addresses)),
      ]
        .map((match) => match[0])
        .join('');
  }

  get all(): readonly AddressGroup[] {
    return this.groups;
  }

  of(addresses: Addresses | undefined): AddressGroup {
    if (addresses === undefined) return this.unknown;
    if (this.byKey.size === 0) this.byKey.set(this.keyOf(undefined), this.unknown);
    const key = this.keyOf(addresses);
    let group = this.byKey.get(key);
    if (group === undefined) {
      group = { index: this.groups.length, addresses };
      this.groups.push(group);
      this.byKey.set(key, group);
    }
    return group;
  }
}

function distinct(blocks: readonly Addresses[]): readonly Addresses[] {
  return [...new Map(blocks.map((block) => [rangeTexts(block).join(), block])).values()];
}
