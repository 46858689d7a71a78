import { isExcepted } from '../../model/policies';
import type { Fault } from '../../model/fault/fault';
import { judge } from '../../policies';
import type { Job } from '../api';
import { namespaceLabels } from '../project/namespace';
import type { JobContext } from './job-context';

/**
 * What the cluster's own policies would refuse the finished Job for, whatever props or `transform` made it so. They are
 * the same rules as those that `PlatformIsolation` writes, with the same exceptions: who reads the fault need not wait
 * for the cluster to say it.
 */
export function admissionFaults({ platform, project, name }: JobContext, job: Job): Fault[] {
  return judge(platform, job, namespaceLabels(platform, project))
    .filter(({ rule }) => !isExcepted(platform.policies.exceptions, rule.id, project, name))
    .map(({ rule, message }) => ({
      path: `admission: ${rule.id}`,
      given: `Job ${name}`,
      allowed: `what rule ${rule.id} lets in: ${rule.title}`,
      fix: `${message}; or except this job by name in policies.exceptions of the platform, with owner and last day`,
    }));
}
