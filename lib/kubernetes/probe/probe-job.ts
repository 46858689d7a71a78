import { readFileSync } from 'node:fs';
import { DEFAULT_NAMESPACE } from '../../model/kubernetes/kubernetes-namespaces';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { refuseFaults } from '../../model/fault/fault';
import type { ConfigMap, Job, NetworkPolicy } from '../api';
import { TrainingJob } from '../job/training-job';
import { RESTRICTED } from '../job/hardening';
import { immutableFiles, nameByContent } from '../job/runtime-files';
import { CHECKPOINT_PATH, CONFIG_PATH, DATA_PATH, SCRATCH_PATH, SHARED_MEMORY_PATH, TMP_PATH } from '../job/volumes';
import { Manifest } from '../manifest/manifest';
import { platformMetadata } from '../metadata';
import { JOB_NAME_LABEL } from '../network/peers';
import { podsWith } from '../network/selectors';
import { TrainingProject } from '../project/training-project';
import { probeFaults } from './probe-faults';
import type { ProbeJobProps } from './probe-job-props';
import {
  controlQuestions,
  metadataTarget,
  probeQuestions,
  type ProbeQuestions,
  type ProbeTarget,
} from './probe-questions';

const SCRIPT = 'training_probe.py';
const QUESTIONS = 'probe.json';
const NODE_VARIABLE = 'TRAINING_PROBE_NODE';

/** The script as a file of this package, beside `lib/` and `build/` alike. */
const script = (): string => readFileSync(join(__dirname, '../../../python', SCRIPT), 'utf8');

/**
 * Asks a running cluster, from inside a pod of the same shape as a training job, what training can do there: which
 * addresses answer, which folders can be written, which rights the kernel gives. Prints a table into its log and fails if
 * anything is otherwise than the description says; nobody needs to open a shell. A control beside it shows that the
 * addresses that did not answer are there.
 *
 * @throws InvalidInputError with every fault of the props
 */
export class ProbeJob extends Construct {
  /** The probe: a training job of one node. */
  readonly probe: TrainingJob;
  /** The same attempts without any policy. */
  readonly control: Manifest<Job>;

  constructor(scope: Construct, id: string, props: ProbeJobProps) {
    super(scope, id);
    const subject = `ProbeJob "${id}"`;
    const around = scope.node.scopes.find(TrainingProject.isTrainingProject);
    refuseFaults(subject, probeFaults(id, props, around));
    if (around === undefined) throw new Error(`${subject}: no project`);
    const { platform, project } = around;
    const questions = probeQuestions(platform, project, ownTargets(props), folders(project));
    const { image, pool, unsafe, name = id } = props;
    this.probe = new TrainingJob(this, 'probe', {
      name,
      image,
      ...(pool === undefined ? {} : { pool }),
      ...(unsafe === undefined ? {} : { unsafe }),
      launcher: 'none',
      command: ['python3', `${CONFIG_PATH}/${SCRIPT}`],
      args: [`${CONFIG_PATH}/${QUESTIONS}`],
      configFiles: files({ ...questions, targets: [...questions.targets, metadataTarget] }),
      // One answer is enough: a second try would hide the first.
      retries: 0,
      deadlineSeconds: 600,
      transform: withNodeAddress,
    });
    const contents = files(controlQuestions(questions));
    const namespace = props.controlNamespace ?? DEFAULT_NAMESPACE;
    const config: ConfigMap = immutableFiles(platform, project, nameByContent(`${name}--control`, contents), contents);
    const { name: configName = '' } = config.metadata ?? {};
    new Manifest<ConfigMap>(this, 'control-files', {
      ...config,
      metadata: platformMetadata(platform, configName, namespace),
    });
    const metadata = platformMetadata(platform, `${name}--control`, namespace, {
      purpose: `Shows that what the probe ${name} of ${project.name} is kept from is there.`,
    });
    // Where the CNI starts pods closed, a pod without a policy reaches nothing and would be no control.
    if (platform.network.startsClosed) {
      new Manifest<NetworkPolicy>(this, 'control-policy', {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata,
        spec: {
          podSelector: podsWith({ [JOB_NAME_LABEL]: metadata.name }),
          policyTypes: ['Ingress', 'Egress'],
          egress: [{}],
        },
      });
    }
    this.control = new Manifest<Job>(this, 'control', controlJob(metadata, image, configName, platform.runAs));
  }
}

function ownTargets({ open = {}, shut = {} }: ProbeJobProps): ProbeTarget[] {
  const targets = (addresses: Readonly<Record<string, string>>, expect: ProbeTarget['expect']): ProbeTarget[] =>
    Object.entries(addresses).map(([name, address]) => ({ name, address, expect }));
  return [...targets(open, 'open'), ...targets(shut, 'shut')];
}

function folders({ data, checkpoints }: TrainingProject['project']): Pick<ProbeQuestions, 'writable' | 'readonly'> {
  return {
    writable: [SCRATCH_PATH, TMP_PATH, SHARED_MEMORY_PATH, ...(checkpoints === undefined ? [] : [CHECKPOINT_PATH])],
    readonly: ['/', '/usr', CONFIG_PATH, ...(data === undefined ? [] : [DATA_PATH])],
  };
}

const files = (questions: ProbeQuestions): Record<string, string> => ({
  [QUESTIONS]: `${JSON.stringify(questions, undefined, 2)}\n`,
  [SCRIPT]: script(),
});

/** The address of the pod's own node, which nobody knows before the pod is there. */
function withNodeAddress(job: Job): Job {
  for (const { env } of job.spec?.template.spec?.containers ?? []) {
    env?.push({ name: NODE_VARIABLE, valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } });
  }
  return job;
}

function controlJob(
  metadata: NonNullable<Job['metadata']>,
  image: string,
  config: string,
  { uid, gid }: { readonly uid: number; readonly gid: number },
): Job {
  const amounts = { cpu: '100m', memory: '128Mi' };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata,
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: 600,
      ttlSecondsAfterFinished: 86_400,
      template: {
        metadata: { labels: { ...metadata.labels } },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: uid,
            runAsGroup: gid,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'control',
              image,
              command: ['python3', `${CONFIG_PATH}/${SCRIPT}`, `${CONFIG_PATH}/${QUESTIONS}`],
              resources: { requests: { ...amounts }, limits: { ...amounts } },
              securityContext: RESTRICTED,
              volumeMounts: [{ name: 'config', mountPath: CONFIG_PATH, readOnly: true }],
            },
          ],
          volumes: [{ name: 'config', configMap: { name: config } }],
        },
      },
    },
  };
}
