import type { KarpenterNames } from '../../../../model/nodes/karpenter-names';
import { itemsIn } from '../../../input/field';
import { textEntries, type KubernetesObject } from '../../../input/kubernetes-object';
import { fails, type Problem } from '../../../problem';

/**
 * Whether nodes of Karpenter get what the infrastructure program made for them: the profile with their role, the groups by
 * which peers and endpoints know them, and the subnets. Those are found by name and tags, which no id can replace unseen.
 */
export function* classDifferences({ field }: KubernetesObject, names: KarpenterNames): Generator<Problem> {
  const profile = field.at('spec', 'instanceProfile');
  if (profile?.value !== names.instanceProfile)
    yield fails(
      `its instance profile is ${String(profile?.value ?? 'missing')}, described is ${names.instanceProfile}`,
      {
        at: profile ?? field.get('spec') ?? field,
      },
    );
  const { own, access } = names.securityGroupTags;
  for (const [key, what, wanted] of [
    ['securityGroupSelectorTerms', 'the security group of its peers', own],
    ['securityGroupSelectorTerms', 'the security group of its pool', access],
    ['subnetSelectorTerms', 'the subnets of nodes', names.subnetTags],
  ] as const) {
    const terms = field.at('spec', key);
    const found = itemsIn(terms).some((term) => {
      const tags = textEntries(term.get('tags'));
      return Object.entries(wanted).every(([tag, value]) => tags.get(tag) === value);
    });
    if (!found) yield fails(`its ${key} do not name ${what}`, { at: terms ?? field.get('spec') ?? field });
  }
}
