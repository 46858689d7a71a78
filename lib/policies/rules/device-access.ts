import { DEVICE_MOUNT, DEVICE_VARIABLES } from '../../model/nodes/device-access';
import { DEBUGGED_PODS_AND_TEMPLATES } from '../judged';
import { allContainers, podUnchanged } from '../predicate/pod';
import { allOf, anyOf, type Flag, type Text } from '../predicate/values';
import type { ExpressionRule } from '../rule';

export const deviceAccess: ExpressionRule = {
  id: 'device-access',
  title: 'Devices come from the device plugin only',
  why: 'Some variables and mounts make the container runtime show a pod GPUs that it never asked for, those of another project among them.',
  stops: ['A1', 'T9'],
  judges: DEBUGGED_PODS_AND_TEMPLATES,
  scope: 'projects',
  unchanged: podUnchanged,
  beside: 'device plugin with the strategy cdi-cri and the toolkit told to ignore the variable, by Helm values',
  requires: () => [
    {
      message: `leave out ${DEVICE_VARIABLES.names[0]} and its relatives, and mounts below ${DEVICE_MOUNT}: ask for GPUs in resources.limits`,
      holds: allContainers.all((container) =>
        allOf(
          container.items('env', 'variable').all((variable) => isHarmless(variable.text('name'))),
          container.items('volumeMounts', 'mount').all((mount) => isElsewhere(mount.text('mountPath'))),
        ),
      ),
    },
    {
      message: 'write variables out instead of envFrom: its names cannot be judged',
      holds: allContainers.all((container) => container.items('envFrom', 'source').isEmpty()),
    },
  ],
};

/** `//`, `/./` and `/../`: a path that leads to another place than it begins with. */
const DETOUR = '//|/[.][.]?(/|$)';

const isElsewhere = (path: Text): Flag => anyOf(path.startsWith(DEVICE_MOUNT), path.matches(DETOUR)).not();

const isHarmless = (name: Text): Flag =>
  anyOf(
    name.isOneOf(DEVICE_VARIABLES.names),
    ...DEVICE_VARIABLES.prefixes.map((prefix) => name.startsWith(prefix)),
  ).not();
