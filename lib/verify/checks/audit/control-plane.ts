import { knownList, knownText } from '../../input/pulumi/plan-value';
import { propertyOf } from '../../input/pulumi/planned-resource';
import { UNKNOWN } from '../../input/pulumi/wire-value';
import type { Check } from '../check';
import { eachPlanned } from '../planned-resources';
import { fails, inputPlace, notKnown } from '../../problem';
import { CLUSTER } from '../../input/pulumi/resource-types';

/** https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html */
const LOGS = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'] as const;

export const controlPlane: Check = {
  id: 'audit/control-plane',
  title: 'The control plane writes all of its logs',
  why: 'Who opened a shell, read a Secret or changed a policy stands in the audit log and nowhere else.',
  stops: ['A2'],
  control: `enabledClusterLogTypes of the cluster: ${LOGS.join(', ')}`,
  fix: `set enabledClusterLogTypes to ${LOGS.join(', ')}`,
  *judge(evidence) {
    yield* eachPlanned(evidence, CLUSTER, (cluster) => {
      const value = propertyOf(cluster, 'enabledClusterLogTypes');
      const at = inputPlace(cluster, 'enabledClusterLogTypes');
      const written = knownList(value).flatMap((item) => knownText(item) ?? []);
      const missing = LOGS.filter((log) => !written.includes(log));
      const problems =
        value === UNKNOWN
          ? [notKnown('which logs it writes is not known in the plan', { at })]
          : missing.length === 0
            ? []
            : [fails(`does not write ${missing.join(', ')}`, { at })];
      return problems;
    });
  },
};
