import type { RuleId } from '../../../lib';
import { engineer, type Person } from './people';
import type { AdmissionRequest } from './request';

/** What is tried, by whom, and what the cluster has to answer, in every dialect that can say the rule. */
export interface AdmissionCase {
  readonly rule: RuleId;
  /** The rest of a sentence that starts with the answer: "refused: a pod on the network of its node". */
  readonly title: string;
  readonly who: Person;
  readonly request: AdmissionRequest;
  readonly answer: 'allowed' | 'refused';
  /** Part of the message that must come with the refusal. @default - any message of the rule */
  readonly says?: string;
  /** Rules that refuse it as well: an API server names the first that it comes to. @default - none */
  readonly also?: readonly RuleId[];
  /** Why no API server can be asked this: it answers by itself before admission does. @default - it can be asked */
  readonly onlyEvaluated?: string;
}

/** The same, where other rules refuse it too. */
export const alsoBy = (one: AdmissionCase, ...also: RuleId[]): AdmissionCase => ({ ...one, also });

/** The same, where an API server would answer before admission does. */
export const onlyEvaluated = (one: AdmissionCase, why: string): AdmissionCase => ({ ...one, onlyEvaluated: why });

/** Cases of one rule, by whoever it is, an engineer unless said otherwise. */
export function casesOf(rule: RuleId, by: Person = engineer) {
  return {
    allowed: (title: string, request: AdmissionRequest, who: Person = by): AdmissionCase => ({
      rule,
      title,
      who,
      request,
      answer: 'allowed',
    }),
    refused: (title: string, request: AdmissionRequest, who: Person = by, says?: string): AdmissionCase => ({
      rule,
      title,
      who,
      request,
      answer: 'refused',
      ...(says === undefined ? {} : { says }),
    }),
  };
}
