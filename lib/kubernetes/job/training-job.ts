import { Construct } from 'constructs';
import { refuseFaults } from '../../model/fault/fault';
import { JOB_FILES } from '../../model/project/file-names';
import type { Job, NetworkPolicy, Service } from '../api';
import { Manifest } from '../manifest/manifest';
import { allowJobPeers } from '../network/peers';
import { belonging } from '../project/belonging';
import { configFiles } from './config-files';
import { headlessService } from './headless-service';
import { jobContext, type JobContext } from './job-context';
import { jobFaults, nodeGroupOf } from './job-faults';
import { jobObject } from './job-object';
import { addHelperFiles, helperFilesName, immutableFiles, nameByContent } from './runtime-files';
import type { TrainingJobProps } from './training-job-props';
import { patchFaults, transformed } from './transform/transformed';
import type { JobFiles } from './volumes';

/**
 * A training job: one pod a node, hardened without any option, with the network between its ranks and nothing else.
 *
 * In a `TrainingProject` it belongs to that project; in any other chart it names platform and project itself.
 *
 * @throws InvalidInputError with every fault of the props
 */
export class TrainingJob extends Construct {
  /** The Job itself. */
  readonly job: Manifest<Job>;
  /** Names the ranks; only for jobs of several nodes. */
  readonly service?: Manifest<Service>;
  /** Lets the ranks talk; only for jobs of several nodes in projects whose peers are those of the job. */
  readonly peers?: Manifest<NetworkPolicy>;

  constructor(scope: Construct, id: string, props: TrainingJobProps) {
    super(scope, id);
    const subject = `TrainingJob "${id}"`;
    const { platform, project } = belonging(scope, props, subject);
    refuseFaults(subject, jobFaults(id, props, platform, project));
    const name = props.name ?? id;
    const nodeGroup = nodeGroupOf(project, props.pool);
    if (nodeGroup === undefined) throw new Error(`${subject}: no nodes`);

    const context = jobContext(platform, project, nodeGroup, name, props);
    const files = jobFiles(context);
    const written = jobObject(context, files);
    this.addFiles(context, files);
    const job = transformed(context, written, subject);
    this.job = new Manifest<Job>(this, 'job', job);
    const accepted = structuredClone(job);
    this.node.addValidation({ validate: () => patchFaults(context, written, accepted, this.job.toJson()) });
    if (context.nodes > 1) {
      this.service = new Manifest<Service>(this, 'service', headlessService(context));
      // Policies add up: beside the project's own peers the narrower policy would say nothing.
      if (project.peers === 'job')
        this.peers = new Manifest<NetworkPolicy>(this, 'peers', allowJobPeers(platform, project, name));
    }
  }

  private addFiles({ platform, project }: JobContext, { helpers, config, contents }: JobFiles): void {
    if (helpers !== undefined) addHelperFiles(this, platform, project);
    if (config !== undefined) new Manifest(this, 'config', immutableFiles(platform, project, config, contents ?? {}));
  }
}

/** The ConfigMaps that the job mounts, by the names that their contents give them. */
function jobFiles(context: JobContext): JobFiles {
  const { name, props } = context;
  const contents = configFiles(context);
  return {
    ...(props.helpers === 'baked' ? {} : { helpers: helperFilesName() }),
    ...(Object.keys(contents).length === 0 ? {} : { config: nameByContent(`${name}${JOB_FILES}`, contents), contents }),
  };
}
