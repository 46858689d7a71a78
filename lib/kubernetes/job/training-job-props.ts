import type { Platform, Weakening } from '../../model';
import type { Job } from '../api';
import type { Named } from '../named';

/** Something of the project's namespace that is mounted into every rank. */
export type Mount =
  /** Keys of a Secret as files that only the training user can read. Refreshed Secrets reach files, never variables. */
  | { readonly secret: Named; readonly path?: string }
  /**
   * Files that others write: whoever may, changes what the job reads or runs, and the verdict says so
   * (`admission/mounted-code`). Files of the job itself are `configFiles`.
   */
  | { readonly configMap: Named; readonly path: string }
  /** A further claim of the project, read-only unless said otherwise. */
  | { readonly claim: Named; readonly path: string; readonly readOnly?: boolean };

/** How the processes of a job find each other. */
export type Launcher = 'torchrun' | 'jax' | 'deepspeed' | 'none';

/** A training job. Required are `image` and `command`, and outside a `TrainingProject` `platform` and `project`. */
export interface TrainingJobProps {
  /** Required where the job stands outside a `TrainingProject`. */
  readonly platform?: Platform;
  /** Name of the project. Required where the job stands outside a `TrainingProject`. */
  readonly project?: string;
  /**
   * Name of the Job. A Job's template cannot be changed: another run is another name.
   * @default - the id of the construct
   */
  readonly name?: string;
  /** Image by digest: `registry/name@sha256:...`. */
  readonly image: string;
  /** Secrets of type `kubernetes.io/dockerconfigjson` for the registry. @default - none; nodes on AWS read ECR by their role */
  readonly imagePullSecrets?: readonly Named[];
  /** Command of every rank, such as `['torchrun']`. */
  readonly command: readonly string[];
  /** Arguments of the command, as text each. @default - none */
  readonly args?: readonly string[];
  /** Folder that the command starts in. @default - that of the image */
  readonly workingDir?: string;
  /** Ranks, one a node. @default 1 */
  readonly nodes?: number;
  /** GPUs of each rank. @default - all of the node, since a node that is shared isolates nothing */
  readonly gpusPerNode?: number;
  /** Pool of the project. @default - its only one */
  readonly pool?: string;
  /**
   * How the ranks find each other: what sets the variables, or writes the files, that the program reads.
   * @default "torchrun"
   */
  readonly launcher?: Launcher;
  /**
   * Plain values, over the library's defaults for fabric and caches; `PYTHONPATH` is added to its own. Rendezvous, guard
   * and audit cannot be set. Secrets are mounted as files; names that look like one are refused.
   * @default - none
   */
  readonly env?: Readonly<Record<string, string>>;
  /** Further objects of the namespace to mount, besides data and checkpoints. @default - nothing */
  readonly mounts?: readonly Mount[];
  /**
   * Files by name, mounted read-only at `/config`: hyperparameters, a launch script. They travel in an immutable
   * ConfigMap named by their content, so that nobody changes what a running job executes.
   * @default - none
   */
  readonly configFiles?: Readonly<Record<string, string>>;
  /** Mount of the project's data claim. @default "/data" */
  readonly dataPath?: string;
  /** Mount of the project's checkpoint claim. @default "/checkpoints" */
  readonly checkpointPath?: string;
  /** Writable space for HOME and caches, in GiB. @default - 80, or half of what the node offers if that is less */
  readonly scratchGiB?: number;
  /** `/dev/shm`, in GiB; counts as memory of the rank. @default - a fifteenth of its memory */
  readonly sharedMemoryGiB?: number;
  /**
   * Whether ranks on EFA nodes ask for huge pages. Without them libfabric is told not to use any.
   * @default true, and false on nodes of Karpenter, which starts none for a pod that asks for huge pages
   */
  readonly hugePages?: boolean;
  /** Longest run, retries included, in seconds. @default 259200, three days */
  readonly deadlineSeconds?: number;
  /**
   * How long a finished Job stays, in seconds: for its logs, and because a tool that applies the manifest again would
   * start the job again once it is gone. @default 604800, a week
   */
  readonly keepFinishedSeconds?: number;
  /** Time between the signal and the kill, for a last checkpoint, in seconds. @default 600 */
  readonly gracePeriodSeconds?: number;
  /** Command that runs in the container before the signal, such as one that asks for a checkpoint. @default - none */
  readonly preStop?: readonly string[];
  /** How many failures of its own a job survives; a lost node does not count. @default 6 */
  readonly retries?: number;
  /** Exit codes after which a retry is pointless, such as that of a configuration error. @default - none */
  readonly fatalExitCodes?: readonly number[];
  /**
   * Whether a guard starts each rank of a multi-node job and tells a failure of its own from the loss of a peer. Needs
   * `python3` in the image. Without it a lost rank costs a retry for each of its peers, and `retries` is multiplied by
   * the number of nodes.
   * @default true
   */
  readonly rankGuard?: boolean;
  /**
   * How long after the loss of a peer the guard stops a rank that goes on without it, in seconds, at most half an hour:
   * SIGTERM, and SIGKILL 15 seconds later. For launchers that hang until a timeout of their own, NCCL's ten minutes or
   * Gloo's thirty. Best less than the 10 seconds that a replacement takes at least, so that it does not meet the run that
   * has lost its peer. An evicted peer is lost when it is gone: until then it may write a last checkpoint with the others.
   * @default - never: there are launchers that let a replacement into a run, such as torchrun with an elastic rendezvous
   */
  readonly stopAfterLossSeconds?: number;
  /** `interruptible`, for evaluation and experiments, is what a scheduler or queue ends first. @default "training" */
  readonly priority?: 'training' | 'interruptible';
  /**
   * Where the Python helpers (audit log, safe resume, rank guard) come from: `mounted` from a ConfigMap, `baked` into the
   * image, on its module path.
   * @default "mounted"
   */
  readonly helpers?: 'mounted' | 'baked';
  /** Whether reads of training data are logged by `training_audit`, if the training code uses it. @default true */
  readonly auditLog?: boolean;
  /**
   * Annotations of Job and pods, such as the lineage of data and code. Domains whose owner acts on the pod are refused:
   * those of Kubernetes, autoscalers, CNI plugins and meshes.
   * @default - none
   */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Weakenings, each with its reason. @default - none */
  readonly unsafe?: JobWeakenings;
  /**
   * Last word on the Job, for fields that have no prop. Gets a copy, returns the Job. Only these may differ: scheduling
   * besides selector and tolerations, probes, lifecycle, time limits; further labels, annotations, variables, volumes,
   * mounts, ports; further containers under the same hardening, with limits and no device. Everything else is refused,
   * and so it is in a JSON patch on `job`.
   * @default - the Job as it is
   */
  readonly transform?: (job: Job) => Job;
}

/** Weakenings of one job, each with its reason; none is on by default. */
export interface JobWeakenings {
  /** A root filesystem that the job can write to. */
  readonly writableRootFilesystem?: Weakening;
  /** An image by tag. */
  readonly mutableImage?: Weakening;
  /** A token for the API server in the pod; useless unless the project may reach it and its account has rights. */
  readonly serviceAccountToken?: Weakening;
}
