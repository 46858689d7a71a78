import type { Platform } from '../../model';
import { KYVERNO } from '../../model/policies';

/** The namespace of Kyverno, by the description or by its chart. */
export function engineNamespace(platform: Platform | undefined): string {
  return platform?.components.find(({ name }) => name === KYVERNO)?.namespace ?? KYVERNO;
}
