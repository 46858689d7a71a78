import { MESHES } from '../../model/network/meshes';
import type { Container, PodSpec, PodTemplateSpec } from '../api';
import { platformLabels } from '../../model/kubernetes/managed-by';
import { environment } from './environment';
import { CONTAINER_NAME } from './failure-policy';
import { podHardening, restricted } from './hardening';
import type { JobContext } from './job-context';
import { JOB_NAME_LABEL } from '../network/peers';
import { launcherOf } from './launchers';
import { guardedCommand } from './rank-guard';
import { resources } from './resources';
import { RENDEZVOUS_PORT } from '../../model';
import { nameOf } from '../named';
import { volumes, type JobFiles } from './volumes';

/** The pod of one rank: Pod Security "restricted" in full, and still able to train. */
export function podTemplate(
  context: JobContext,
  files: JobFiles,
  annotations: Record<string, string>,
): PodTemplateSpec {
  const { platform, project, name } = context;
  const { volumes: podVolumes, volumeMounts } = volumes(context, files);
  return {
    metadata: {
      labels: {
        'app.kubernetes.io/name': name,
        'app.kubernetes.io/component': CONTAINER_NAME,
        ...platformLabels(platform),
        [platform.keys.project]: project.name,
        // What the Job controller would set as well: here it can be read before the Job runs, by whoever checks policies.
        [JOB_NAME_LABEL]: name,
        ...OUTSIDE_ISTIO,
      },
      annotations: { ...annotations, ...UNDISTURBED, ...OUTSIDE_LINKERD },
    },
    spec: { ...podSpec(context), containers: [{ ...container(context), volumeMounts }], volumes: podVolumes },
  };
}

/**
 * Autoscalers leave the pod alone while it runs. On the template: on the Job they have no effect
 * (https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md,
 * https://karpenter.sh/docs/concepts/disruption/#pod-level-controls).
 */
const UNDISTURBED = {
  'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
  'karpenter.sh/do-not-disrupt': 'true',
};

/**
 * Training stays out of a mesh: its proxies reset NCCL's undeclared ports under strict mTLS, never see RDMA, and their
 * init containers want rights that Pod Security refuses. These two may take in whole clusters.
 */
const OUTSIDE_ISTIO = Object.fromEntries([MESHES.istio.leavesOut]);
const OUTSIDE_LINKERD = Object.fromEntries([MESHES.linkerd.leavesOut]);

function podSpec(context: JobContext): Omit<PodSpec, 'containers'> {
  const { platform, project, nodeGroup, name, nodes, props } = context;
  return {
    restartPolicy: 'Never',
    serviceAccountName: project.serviceAccount,
    automountServiceAccountToken: props.unsafe?.serviceAccountToken !== undefined,
    enableServiceLinks: false,
    // The Job controller sets the host name; with the headless Service as subdomain ranks find each other by name.
    ...(nodes > 1 ? { subdomain: name } : {}),
    priorityClassName: platform.priorities[props.priority ?? 'training'].name,
    terminationGracePeriodSeconds: props.gracePeriodSeconds ?? 600,
    nodeSelector: { ...nodeGroup.labels },
    tolerations: nodeGroup.tolerations.map((toleration) => ({ ...toleration })),
    securityContext: podHardening(context),
    ...(props.imagePullSecrets === undefined
      ? {}
      : { imagePullSecrets: props.imagePullSecrets.map((secret) => ({ name: nameOf(secret) })) }),
  };
}

function container(context: JobContext): Container {
  const { props, nodes } = context;
  const args = [...launcherOf(context).args(context), ...(props.args ?? [])];
  return {
    name: CONTAINER_NAME,
    image: props.image,
    // A digest never changes, a tag may.
    imagePullPolicy: props.unsafe?.mutableImage === undefined ? 'IfNotPresent' : 'Always',
    command: guardedCommand(context),
    ...(props.workingDir === undefined ? {} : { workingDir: props.workingDir }),
    ...(args.length === 0 ? {} : { args }),
    env: environment(context),
    ...(nodes > 1 ? { ports: [{ name: 'rendezvous', containerPort: RENDEZVOUS_PORT }] } : {}),
    ...(props.preStop === undefined ? {} : { lifecycle: { preStop: { exec: { command: [...props.preStop] } } } }),
    resources: resources(context),
    securityContext: restricted(props.unsafe?.writableRootFilesystem),
  };
}
