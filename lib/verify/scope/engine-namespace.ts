import type { Platform } from '../../model';
import { KYVERNO } from '../../model/policies';
import { engineNamespace as described } from '../../model/policies/engine-namespace';

/** The namespace of Kyverno; without a description that of its chart. */
export function engineNamespace(platform: Platform | undefined): string {
  return platform === undefined ? KYVERNO : described(platform);
}
