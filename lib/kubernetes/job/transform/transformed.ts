import { isDeepStrictEqual } from 'node:util';
import type { Fault } from '../../../model/fault/fault';
import { InvalidInputError, refuseFaults, shown } from '../../../model/fault/fault';
import type { Job } from '../../api';
import { admissionFaults } from '../admission';
import type { JobContext } from '../job-context';
import { closedFaults } from './freedom';
import { jobFreedom } from './job-freedom';

/**
 * The Job after its author's own changes, if everything that isolates is still as it was.
 *
 * @throws InvalidInputError naming each change that would open something
 */
export function transformed(context: JobContext, job: Job, subject: string): Job {
  const { transform } = context.props;
  const changed: unknown = transform === undefined ? job : transform(structuredClone(job));
  if (!isObject(changed)) {
    // It changed a copy: whoever forgets to return it would wonder where the changes are.
    const fix = 'return the Job that it was given, with the changes';
    throw new InvalidInputError(subject, [{ path: 'transform', given: shown(changed), allowed: 'a Job', fix }]);
  }
  refuseFaults(subject, openedFaults(context, job, changed, 'transform'));
  return changed;
}

const isObject = (value: unknown): value is Job => typeof value === 'object' && value !== null;

/**
 * The same question for what is written in the end, since JSON patches and changes of the object come after the
 * construct. Asked when the app is synthesized.
 *
 * @param accepted the Job as it was accepted before
 */
export function patchFaults(context: JobContext, job: Job, accepted: Job, final: object): string[] {
  if (isDeepStrictEqual(json(final), json(accepted))) return [];
  return openedFaults(context, job, final, 'manifest').map(
    ({ path, given, allowed, fix }) => `${path}: given ${given}, allowed ${allowed}; ${fix}`,
  );
}

function openedFaults(context: JobContext, job: Job, changed: object, by: string): Fault[] {
  const opened = closedFaults(jobFreedom(context), json(job), json(changed));
  return [...opened.map((fault) => ({ ...fault, path: `${by}: ${fault.path}` })), ...admissionFaults(context, changed)];
}

/** What the API server would get: fields without a value are none. */
const json = (value: object): unknown => JSON.parse(JSON.stringify(value));
