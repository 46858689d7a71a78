import { RENDEZVOUS_PORT } from '../../model';
import type { Service } from '../api';
import { projectMetadata } from '../metadata';
import { JOB_NAME_LABEL } from '../network/peers';
import type { JobContext } from './job-context';

/** Gives each rank a name. Rank 0 has to resolve before it is ready, or nobody would ever join it. */
export function headlessService({ platform, project, name }: JobContext): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: projectMetadata(platform, project, name),
    spec: {
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: { [JOB_NAME_LABEL]: name },
      ports: [{ name: 'rendezvous', port: RENDEZVOUS_PORT, protocol: 'TCP' }],
    },
  };
}
