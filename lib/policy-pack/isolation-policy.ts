import type { StackValidationPolicy } from '@pulumi/policy';
import * as v from 'valibot';
import { shape } from '../model/fault/shape';
import { readAssumptions } from '../verify/assumptions';
import { inputsOf } from '../verify/input/inputs';
import { resourceText } from '../verify/reports/finding-text';
import { judgingEntries, refuseJudgingOptions, type JudgingOptions } from '../verify/judging-options';
import { objections } from '../verify/reports/objections';
import { today } from '../verify/verdict/today';
import { verify } from '../verify/verify';
import { deploymentOf } from './deployment';

/** How a stack is judged. */
export interface IsolationPolicyOptions extends JudgingOptions {
  /** Whether a violation stops the update. @default "mandatory" */
  readonly enforcementLevel?: 'advisory' | 'mandatory' | 'disabled';
}

const policyShape = shape<IsolationPolicyOptions>({
  ...judgingEntries,
  enforcementLevel: v.optional(v.picklist(['advisory', 'mandatory', 'disabled'])),
});

/**
 * A policy that judges the whole stack, during `pulumi preview` and before `pulumi up` makes anything: one violation for
 * each finding, on the resource that it is about. A stack without anything of a project is let through.
 *
 * ```ts
 * new PolicyPack('isolation', { policies: [isolationPolicy({ platform })] });
 * ```
 *
 * @throws InvalidInputError with every fault of the options
 * @throws Error if something unknown is assumed
 */
export function isolationPolicy(options: IsolationPolicyOptions = {}): StackValidationPolicy {
  refuseJudgingOptions('isolationPolicy', policyShape, options);
  const { assume = [], enforcementLevel = 'mandatory', allowUnknown, premises = 'ignored', at, ...rest } = options;
  const assumptions = readAssumptions(assume);
  if (typeof assumptions === 'string') throw new Error(`isolationPolicy: ${assumptions}`);
  return {
    name: 'isolation',
    description: 'Every training project is isolated from the others and from production, and works.',
    enforcementLevel,
    validateStack({ resources }, reportViolation) {
      if (resources.length === 0) return;
      const deployment = deploymentOf(resources);
      const inputs = inputsOf([{ name: 'stack', text: deployment.text }]);
      inputs.faults.refuse();
      const report = verify(inputs, { ...rest, at: at ?? today(), assumptions });
      const found = objections(report, { premises, ...(allowUnknown === undefined ? {} : { allowUnknown }) });
      for (const { id, finding } of found) {
        const message = `${id}: ${resourceText(finding)}: ${finding.message}\nFix: ${finding.fix}`;
        const urn = finding.line === undefined ? undefined : deployment.urnAt(finding.line);
        reportViolation(message, urn);
      }
    },
  };
}
