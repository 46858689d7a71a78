import type { AdmissionPolicy } from '../admission-policy';

/** What a policy says that asks a registry for signatures: no file shows it, but somebody may vouch for it (`--assume signed`). */
export const BY_SIGNATURES = {
  asksForSignatures: true,
  notEvaluated: () => ['signatures, which are in a registry (--assume signed)'],
  rulings: () => ['unknown'],
} as const satisfies Partial<AdmissionPolicy>;
