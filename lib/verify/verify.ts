import { InvalidInputError, isInvalidInput } from '../model/fault/fault';
import { Evidence, type EvidenceOptions } from './evidence';
import { refuseEveryFault } from './every-fault';
import type { Inputs } from './input/inputs';
import { refuseVerifyOptions } from './judging-options';
import { reportOf, type Report } from './reports/report';
import { judge, type VerdictOptions } from './verdict/verdict';

/** What input is judged on: description, assumptions, baseline, day, families. All are optional. */
export interface VerifyOptions extends EvidenceOptions, VerdictOptions {}

/**
 * The verdict on some input: is every project isolated, and does it work.
 *
 * @throws InvalidInputError if nothing in it can be judged, an object is broken, or an option is none
 */
export function verify(inputs: Inputs, options: VerifyOptions = {}): Report {
  refuseVerifyOptions(options);
  try {
    return reportOn(inputs, options);
  } catch (error) {
    if (isInvalidInput(error)) refuseEveryFault(inputs);
    throw error;
  }
}

function reportOn(inputs: Inputs, options: VerifyOptions): Report {
  const evidence = new Evidence(inputs, options);
  if (evidence.scope.namespaces.length === 0 && inputs.plans.length + inputs.iam.length === 0) {
    const [file] = inputs.files;
    throw new InvalidInputError('the input', [
      {
        path: file === undefined ? 'the input' : inputs.files.length === 1 ? file.name : `${inputs.files.length} files`,
        given: 'no namespace of a project',
        allowed: 'a namespace with the labels of a project, or one whose pods ask for a GPU',
        fix:
          options.platform === undefined
            ? 'name the namespace with --namespace, or give the description with --platform'
            : 'give the files of a project of the description, or name the namespace with --namespace',
      },
    ]);
  }
  return reportOf(evidence, judge(evidence, options));
}
