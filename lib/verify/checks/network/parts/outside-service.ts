import type { Field } from '../../../input/field';
import { fails, type Problem } from '../../../problem';

/** What opens a Service of a project to more than the cluster, or leads it past the policies. */
export function* outsideProblems(spec: Field | undefined): Generator<Problem> {
  const type = spec?.get('type');
  if (type !== undefined && !isEmpty(type) && type.value !== 'ClusterIP')
    yield fails(`type is ${String(type.value)}`, { at: type });
  for (const key of KEYS) {
    const at = spec?.get(key);
    if (at !== undefined && !isEmpty(at)) yield fails(`${key} leads past the policies`, { at });
  }
}

const KEYS = ['externalIPs', 'externalName', 'loadBalancerIP', 'loadBalancerSourceRanges', 'loadBalancerClass'];

/** Tools write out what they leave unset: to the API server an empty list or text is none. */
const isEmpty = ({ value }: Field): boolean => value === '' || (Array.isArray(value) && value.length === 0);
