import type { NodeGroup } from '../../../../model';
import { gpusOfGroup, karpenterRequirements } from '../../../../model/nodes/karpenter-requirements';
import type { KarpenterNames } from '../../../../model/nodes/karpenter-names';
import { eksCapacityType } from '../../../../model/nodes/purchase';
import { templateOf, type PlannedNodes } from '../../../cloud/planned-nodes';
import { KARPENTER_CLASS } from '../../../cloud/karpenter-nodes';
import { itemsIn, textsIn, type Field } from '../../../input/field';
import { knownField, knownText } from '../../../input/pulumi/plan-value';
import { propertyOf } from '../../../input/pulumi/planned-resource';
import { UNKNOWN, type PlanValue } from '../../../input/pulumi/wire-value';
import { fails, inputPlace, notKnown, type Place, type Problem } from '../../../problem';
import { quantityOf } from '../../../workload/quantity';

/** Whether a node group is of the machines, bought in the way and as large as it is described. */
export function* groupBought(nodes: PlannedNodes, described: NodeGroup): Generator<Problem> {
  const { group, pool } = nodes;
  const bought = propertyOf(group, 'capacityType') ?? 'ON_DEMAND';
  yield* differs(
    'its capacity type',
    bought,
    eksCapacityType(described.pool.purchase),
    inputPlace(group, 'capacityType'),
  );
  const bounds = propertyOf(group, 'scalingConfig');
  const most = bounds === UNKNOWN ? bounds : knownField(bounds, 'maxSize');
  yield* differs('its most nodes', most, described.maxNodes, inputPlace(group, 'scalingConfig', 'maxSize'));
  if (templateOf(nodes) === undefined && pool.instanceTypes.length === 0) return;
  const types = pool.instanceTypes.join(', ');
  const at = inputPlace(templateOf(nodes) ?? group, 'instanceType');
  yield* differs('its instance type', types === '' ? undefined : types, described.pool.instanceType, at);
}

/** The same of a pool of Karpenter, which starts whatever its requirements leave open. */
export function* poolBought(pool: Field, described: NodeGroup, names: KarpenterNames): Generator<Problem> {
  const spec = pool.at('spec', 'template', 'spec') ?? pool;
  const requirements = itemsIn(spec, 'requirements');
  for (const [key, value] of karpenterRequirements(described)) {
    const ofKey = requirements.filter((requirement) => requirement.get('key')?.value === key);
    const leaves = (requirement: Field): boolean =>
      requirement.get('operator')?.value === 'In' && textsIn(requirement, 'values').join() === value;
    if (ofKey.some(leaves)) continue;
    const given = ofKey.flatMap((requirement) => textsIn(requirement, 'values')).join(', ');
    const at = ofKey[0] ?? spec.get('requirements') ?? spec;
    yield fails(`its nodes are not held to ${key} ${value}${given === '' ? '' : `, but to ${given}`}`, { at });
  }
  const limit = pool.at('spec', 'limits', described.pool.gpuResource);
  const most = gpusOfGroup(described);
  if (quantityOf(limit?.value) !== most)
    yield fails(
      `its most ${described.pool.gpuResource} is ${String(limit?.value ?? 'missing')}, described is ${most}`,
      {
        at: limit ?? pool.get('spec') ?? pool,
      },
    );
  const ref = spec.get('nodeClassRef');
  const given = ['group', 'kind', 'name'].map((key) => String(ref?.get(key)?.value ?? 'missing')).join(' ');
  const wanted = `karpenter.k8s.aws ${KARPENTER_CLASS} ${names.nodePool}`;
  if (given !== wanted) yield fails(`its class is ${given}, described is ${wanted}`, { at: ref ?? spec });
}

function* differs(what: string, given: PlanValue | undefined, wanted: string | number, at: Place): Generator<Problem> {
  if (given === UNKNOWN) yield notKnown(`${what} is not known in the plan, described is ${wanted}`, { at });
  else if (given !== wanted)
    yield fails(`${what} is ${knownText(given) ?? String(given ?? 'missing')}, described is ${wanted}`, { at });
}
