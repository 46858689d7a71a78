import type { Evidence } from '../../evidence';
import { describedProject } from '../../scope/described-project';
import type { TrainingNamespace } from '../../scope/training-scope';
import type { Check } from '../check';
import { podProbes, type PodChange } from '../pod-probe';
import { eachProject } from '../probe';
import { writtenPolicy } from './parts/written-policy';

export const trainingNodes: Check = {
  id: 'admission/training-nodes',
  title: 'Pods of a project may select and tolerate its own nodes only',
  why: 'A taint keeps others out of training nodes; only the selector keeps training away from production, and whoever writes a pod writes both.',
  stops: ['A1', 'A2', 'T2'],
  control: 'an admission policy on nodeSelector and tolerations in the namespaces of projects',
  fix: writtenPolicy('training-nodes'),
  *judge(evidence) {
    yield* eachProject(evidence, (namespace) => podProbes(evidence, namespace, [...changes(evidence, namespace)]));
  },
};

function* changes({ scope, platform }: Evidence, { project }: TrainingNamespace): Generator<PodChange> {
  const { taint, keys } = scope;
  const selects =
    (labels: Readonly<Record<string, string>>): PodChange['change'] =>
    (spec) => ({
      ...spec,
      nodeSelector: { ...(spec['nodeSelector'] as object), ...labels },
    });
  yield {
    meaning: 'a training pod on other nodes',
    rule: 'training-nodes',
    change: selects({ [taint.key]: 'production' }),
  };
  yield {
    meaning: 'a training pod without a selector',
    rule: 'training-nodes',
    change: ({ nodeSelector: _, ...spec }) => spec as typeof spec & { containers: [] },
  };
  yield {
    meaning: 'a training pod that tolerates everything',
    rule: 'training-nodes',
    change: (spec) => ({
      ...spec,
      tolerations: [...((spec['tolerations'] as readonly unknown[] | undefined) ?? []), { operator: 'Exists' }],
    }),
    later: true,
  };
  const other = scope.namespaces.find(
    (namespace) => namespace.project !== project && hasOwnNodes(platform, namespace),
  )?.project;
  if (other !== undefined)
    yield {
      meaning: 'a training pod on nodes of another project',
      rule: 'training-nodes',
      change: selects({ [keys.project]: other }),
    };
}

/** Nodes of a shared pool are nobody's. */
function hasOwnNodes(platform: Evidence['platform'], { name }: TrainingNamespace): boolean {
  const described = describedProject(platform, name);
  return described === undefined || described.nodeGroups.some(({ project }) => project !== undefined);
}
