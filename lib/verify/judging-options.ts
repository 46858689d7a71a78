import * as v from 'valibot';
import { A_DAY, isDay } from '../model/day';
import { refuseFaults, shown, suggestion, type Fault } from '../model/fault/fault';
import { givenPlatform } from '../model/platform/given-platform';
import { flag, inputFaults, optionalText, shape, text, textList, type Draft } from '../model/fault/shape';
import type { Assumptions } from './assumptions';
import { CHECKS } from './checks';
import { FAMILY_NAMES } from './checks/check';
import type { ObjectionOptions } from './reports/objections';
import type { BaselineEntry } from './verdict/baseline';
import type { VerifyOptions } from './verify';

/** How a program judges: a test, a policy pack. */
export interface JudgingOptions extends Pick<VerifyOptions, 'platform' | 'namespaces' | 'baseline'>, ObjectionOptions {
  /** Day on which it is judged, for exceptions and entries of the baseline that run out. @default - today */
  readonly at?: string;
  /** Facts that no file shows, as the command line takes them: `cni=vpc-cni`, `strict`, `complete`. @default - none */
  readonly assume?: readonly string[];
  /**
   * What manifests of one program cannot show: which nodes there are, what enforces policies, what else the cluster holds.
   * `required` makes it count.
   * @default "ignored": asked is that nothing is wrong or unknown about the own objects
   */
  readonly premises?: 'required' | 'ignored';
}

const verifyEntries = {
  platform: v.optional(givenPlatform),
  namespaces: v.optional(textList),
  baseline: v.optional(
    v.array(
      shape<BaselineEntry>({
        check: text,
        resource: text,
        namespace: optionalText,
        message: optionalText,
        reason: text,
        until: optionalText,
      }),
    ),
  ),
  at: optionalText,
};

const verifyShape = shape<VerifyOptions>({
  ...verifyEntries,
  assumptions: v.optional(
    shape<Assumptions>({ network: v.looseObject({}), strict: flag, complete: flag, signed: flag }),
  ),
  families: v.optional(v.array(v.picklist(FAMILY_NAMES))),
  onCheck: v.optional(v.function()),
});

/** Fields of {@link JudgingOptions}, for the shape of what has more of them. */
export const judgingEntries = {
  ...verifyEntries,
  assume: v.optional(textList),
  allowUnknown: v.optional(textList),
  premises: v.optional(v.picklist(['required', 'ignored'] satisfies ObjectionOptions['premises'][])),
};

/** @throws InvalidInputError with every fault: an option that is misspelt would be one that does not count */
export function refuseVerifyOptions(options: VerifyOptions): void {
  refuseFaults('the options', inputFaults(verifyShape, options, dayFaults));
}

/**
 * @param subject whose options they are, for the first line of the fault
 * @throws InvalidInputError with every fault, a check that does not exist among them
 */
export function refuseJudgingOptions(subject: string, entries: v.GenericSchema, options: object): void {
  const faults = inputFaults<JudgingOptions>(entries, options, (draft) => [...dayFaults(draft), ...idFaults(draft)]);
  refuseFaults(subject, faults);
}

function dayFaults({ at }: Draft<Pick<VerifyOptions, 'at'>>): Fault[] {
  if (at === undefined || isDay(at)) return [];
  return [{ path: 'at', given: shown(at), allowed: A_DAY, fix: 'correct it' }];
}

function idFaults({ allowUnknown = [] }: Draft<ObjectionOptions>): Fault[] {
  const ids: readonly string[] = CHECKS.map(({ id }) => id);
  return allowUnknown.flatMap((id, index) => {
    if (id === undefined || ids.includes(id)) return [];
    const fix = suggestion(id, ids, 'see: verify --list');
    return [{ path: `allowUnknown[${index}]`, given: shown(id), allowed: 'the id of a check', fix }];
  });
}
