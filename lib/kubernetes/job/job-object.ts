import { acceptedRiskAnnotation, type RiskId } from '../../model/risk/accepted-risk';
import type { Platform } from '../../model';
import { QUEUE_LABEL } from '../../model/project/queue';
import type { Job } from '../api';
import { projectMetadata } from '../metadata';
import { failurePolicy } from './failure-policy';
import type { JobContext } from './job-context';
import { podTemplate } from './pod-template';
import type { JobFiles } from './volumes';

/** The Job: one pod a node, all of them or none done, and what happens when one is lost. */
export function jobObject(context: JobContext, files: JobFiles): Job {
  const { platform, project, name, nodes, props } = context;
  const annotations = jobAnnotations(context);
  const metadata = projectMetadata(platform, project, name);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...metadata, labels: { ...metadata.labels, ...queueLabels(platform) }, annotations },
    spec: {
      // The queue starts it.
      ...(platform.policies.queue === undefined ? {} : { suspend: true }),
      completionMode: 'Indexed',
      completions: nodes,
      parallelism: nodes,
      ...failurePolicy(context),
      activeDeadlineSeconds: props.deadlineSeconds ?? 259_200,
      ttlSecondsAfterFinished: props.keepFinishedSeconds ?? 604_800,
      template: podTemplate(context, files, annotations),
    },
  };
}

const queueLabels = ({ policies: { queue } }: Platform): Record<string, string> =>
  queue === undefined ? {} : { [QUEUE_LABEL]: queue };

/** The user's annotations, and what the job gives away. Both on Job and pods: whoever reads either should see it. */
function jobAnnotations({ platform, props, nodes, guarded }: JobContext): Record<string, string> {
  const risks = Object.entries(RISK_OF).flatMap(([field, id]) => {
    const weakening = props.unsafe?.[field as keyof typeof RISK_OF];
    return weakening === undefined ? [] : [{ id, reason: weakening.reason }];
  });
  return {
    ...props.annotations,
    ...(nodes > 1 && !guarded
      ? {
          [platform.keys.purpose]:
            `Retries are multiplied by ${nodes}: without a guard a lost rank costs one for each of its peers.`,
        }
      : {}),
    ...(risks.length > 0 ? { [platform.keys.acceptedRisk]: acceptedRiskAnnotation(risks) } : {}),
  };
}

const RISK_OF = {
  writableRootFilesystem: 'writable-root-filesystem',
  mutableImage: 'mutable-image',
  serviceAccountToken: 'service-account-token',
} as const satisfies Record<string, RiskId>;
