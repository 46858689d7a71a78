import { isKind } from '../../../input/kubernetes-object';
import { fails, type Problem } from '../../../problem';
import { containersOf } from '../../../workload/containers';
import { flagsOf } from '../../../workload/flags';
import { variableOf } from '../../../workload/variables';
import type { TrainingPod } from '../../training-pods';

/** Name of the flag, and of the variable that stands for it, with which ranks say how many they are. */
const FLAG = 'nnodes';
const VARIABLE = 'PET_NNODES';

/**
 * Ranks that wait for more than their Job makes, or are more than they expect: the rendezvous never ends
 * (https://docs.pytorch.org/docs/stable/elastic/run.html). A range, `1:4`, begins with the fewest.
 */
export function* rankCountProblems({ spec, workload: { object, replicas } }: TrainingPod): Generator<Problem> {
  if (!isKind(object, 'batch', 'Job') || replicas === undefined || replicas === 0) return;
  for (const { kind, field } of containersOf(spec)) {
    if (kind !== 'containers') continue;
    const [flag] = flagsOf(field, FLAG, 'value').slice(-1);
    const told = flag ?? variableOf(field, VARIABLE);
    const [, fewest, most = fewest] = /^(\d+)(?::(\d+))?$/.exec(told?.value ?? '') ?? [];
    if (told === undefined || fewest === undefined) continue;
    const text = `expects ${told.value ?? ''} nodes, and the job makes ${replicas}`;
    if (replicas < Number(fewest)) yield fails(`${text}: its ranks wait for others for ever`, { at: told.at });
    else if (replicas > Number(most)) yield fails(`${text}: some of its ranks are let in nowhere`, { at: told.at });
  }
}
