import { KYVERNO } from './policies';

interface Named {
  readonly name: string;
  readonly namespace: string;
}

/** Where Kyverno runs and looks for exceptions: by the description, or by its chart. */
export function engineNamespace({ components }: { readonly components: readonly Named[] }): string {
  return components.find(({ name }) => name === KYVERNO)?.namespace ?? KYVERNO;
}
