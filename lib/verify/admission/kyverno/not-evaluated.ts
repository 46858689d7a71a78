/**
 * Thrown where a rule of Kyverno's asks for what is not evaluated here, or fails itself: a rule that fails blocks the
 * request or lets it pass, as the failure policy says. Whoever catches it knows nothing of what the rule says.
 */
export class NotEvaluated extends Error {}
