import { planProject, ProgramFailure, ProjectFault, type Plan, type PlanProjectOptions } from '../plan';
import { UsageError } from './exit-code';

/**
 * The plan of a project. Pulumi's SDK is loaded by the program alone, in its own process.
 *
 * @throws UsageError if the project is not in order or its program fails
 */
export async function planOrUsage(options: PlanProjectOptions): Promise<Plan> {
  try {
    return await planProject(options);
  } catch (error) {
    if (error instanceof ProgramFailure || error instanceof ProjectFault) throw new UsageError(error.message);
    throw error;
  }
}
