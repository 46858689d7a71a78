import type { Report, ReportedFinding } from './report';

/** Which findings stand in the way of a good answer. */
export interface ObjectionOptions {
  /** Checks that may stay unknown. @default - none */
  readonly allowUnknown?: readonly string[];
  /**
   * What manifests cannot show: which nodes there are, what enforces policies, what else the cluster holds. `ignored`
   * asks of what is judged only that nothing is wrong or unknown about its own objects.
   * @default "required"
   */
  readonly premises?: 'required' | 'ignored';
}

/** A finding against a report, with its check. */
export interface Objection {
  /** Id of the check: `pod/image-digest`. */
  readonly id: string;
  /** What the check states. */
  readonly title: string;
  /** What is wrong, where, and how to mend it. */
  readonly finding: ReportedFinding;
}

/** Everything that fails or is unknown, less what may be. */
export function objections(
  { checks }: Report,
  { allowUnknown = [], premises = 'required' }: ObjectionOptions = {},
): readonly Objection[] {
  return checks.flatMap(({ id, title, findings }) =>
    findings
      .filter((finding) => {
        if (finding.status !== 'unknown') return finding.status === 'fail';
        // What is said of an object of the input could be decided there; the rest is about what is not in it.
        return !allowUnknown.includes(id) && (premises !== 'ignored' || finding.file !== undefined);
      })
      .map((finding) => ({ id, title, finding })),
  );
}
