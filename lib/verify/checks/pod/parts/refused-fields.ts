import { itemsIn, type Field } from '../../../input/field';
import { isKind } from '../../../input/kubernetes-object';
import { amountsOf, askedByPod, askingContainers, isMore } from '../../../workload/amounts';
import { containersOf, type Container } from '../../../workload/containers';
import { fails, type Problem } from '../../../problem';
import type { TrainingPod } from '../../training-pods';

/**
 * Fields that the API server refuses together
 * (https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go).
 */
export function* refusedFields({ workload, spec }: TrainingPod): Generator<Problem> {
  for (const toleration of itemsIn(spec, 'tolerations')) {
    const at = toleration.get('tolerationSeconds');
    if (at !== undefined && toleration.get('effect')?.value !== 'NoExecute')
      yield fails('tolerationSeconds is for effect NoExecute only', { at });
  }
  const claims = new Set(itemsIn(spec, 'resourceClaims').map((claim) => claim.get('name')?.value));
  for (const container of containersOf(spec)) {
    yield* mountProblems(container);
    for (const claim of itemsIn(container.field, 'resources', 'claims')) {
      const name = claim.get('name')?.value;
      if (!claims.has(name)) yield fails(`asks for ${String(name)}, which is no resource claim of it`, { at: claim });
    }
  }
  yield* wholeProblems(spec);
  const policy = isKind(workload.object, 'batch', 'Job')
    ? workload.object.field.at('spec', 'podFailurePolicy')
    : undefined;
  if (policy !== undefined && spec.get('restartPolicy')?.value !== 'Never')
    yield fails('podFailurePolicy is for pods with restartPolicy Never', { at: policy });
}

function* mountProblems({ name, field }: Container): Generator<Problem> {
  const paths = new Set<unknown>();
  for (const mount of itemsIn(field, 'volumeMounts')) {
    const path = mount.get('mountPath');
    if (paths.has(path?.value))
      yield fails(`container ${name} mounts two volumes at ${String(path?.value)}`, { at: path ?? mount });
    paths.add(path?.value);
    for (const key of ['subPath', 'subPathExpr']) {
      const part = mount.get(key);
      const text = String(part?.value ?? '');
      if (text.startsWith('/') || text.split('/').includes('..'))
        yield fails(`container ${name} mounts ${text}, which leads out of its volume`, { at: part });
    }
    const propagation = mount.get('mountPropagation');
    if (propagation?.value === 'Bidirectional' && field.at('securityContext', 'privileged')?.value !== true)
      yield fails(`container ${name} passes mounts on, which is for privileged ones only`, { at: propagation });
  }
}

/** What a pod has as a whole is no less than what its containers ask for together, and may take one by one. */
function* wholeProblems(spec: Field): Generator<Problem> {
  const own = spec.get('resources');
  if (own === undefined) return;
  const containers = askingContainers(spec);
  for (const [resource, most] of amountsOf(own.get('limits'))) {
    for (const { container, limits } of containers) {
      const limit = limits.get(resource);
      if (limit !== undefined && isMore(limit, most))
        yield fails(`container ${container.name} may take more ${resource} than its pod`, { at: own });
    }
  }
  const together = askedByPod(spec, containers, { ofItself: false }).requests;
  for (const [resource, given] of new Map([...amountsOf(own.get('limits')), ...amountsOf(own.get('requests'))])) {
    const asked = together.get(resource);
    if (asked !== undefined && isMore(asked, given))
      yield fails(`its containers ask for more ${resource} than the pod`, { at: own });
  }
}
