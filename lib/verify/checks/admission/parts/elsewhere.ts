import { NAMESPACE_NAME_LABEL } from '../../../../model';
import { operatorNamespaces } from '../../../../model/component/operator-namespaces';
import type { Evidence } from '../../../evidence';

type Labels = ReadonlyMap<string, string>;

/** A namespace that is nobody's: neither a project's nor a component's. */
export const ELSEWHERE_NAME = 'elsewhere';
export const ELSEWHERE: ReadonlyMap<string, string> = new Map([[NAMESPACE_NAME_LABEL, ELSEWHERE_NAME]]);

/**
 * Namespaces that are nobody's: one like any other, and those that selectors of policies tell from it, by a name or by a
 * label that whoever makes a namespace gives it. Which of them are meant only a description says.
 */
export function elsewheres({ admission, platform, scope }: Evidence): readonly Labels[] {
  const found: Labels[] = [ELSEWHERE];
  if (platform === undefined) return found;
  const meant = new Set([
    ...operatorNamespaces(platform),
    ...platform.policies.gpuNamespaces,
    ...scope.namespaces.map(({ name }) => name),
  ]);
  const ours = new Set<string>([scope.keys.tier, scope.keys.project]);
  const seen = new Set<string>();
  for (const [key, value] of admission.namespacesTold) {
    const isName = key === NAMESPACE_NAME_LABEL;
    if (ours.has(key) || (isName && meant.has(value)) || seen.has(`${key}=${value}`)) continue;
    seen.add(`${key}=${value}`);
    found.push(new Map([...ELSEWHERE, [key, value]]));
  }
  return found;
}
