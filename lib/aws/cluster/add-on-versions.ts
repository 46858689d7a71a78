import type { Fault } from '../../model/fault/fault';
import { shown, suggestion } from '../../model/fault/fault';
import type { AwsPlatform } from '../../model/iam';
import { isOlder } from '../../model/nodes/node-software';
import { addOns } from './add-ons';

/** Least versions, each with what an older one lacks. */
const LEAST: Readonly<Record<string, { readonly least: string; readonly why: string }>> = {
  'vpc-cni': {
    least: '1.18.5',
    why: 'it enforces policies from the start of a pod and knows interfaces without an address (efa-only)',
  },
};

/** `v1.21.1-eksbuild.1`. */
const VERSION = /^v(\d+\.\d+\.\d+)-eksbuild\.\d+$/;

export function addOnVersionFaults(
  platform: AwsPlatform,
  versions: Readonly<Record<string, string>> | undefined,
): Fault[] {
  const known = addOns(platform).map(({ name }) => name);
  return Object.entries(versions ?? {}).flatMap(([name, version]): Fault[] => {
    const path = `addOnVersions.${name}`;
    if (!known.includes(name)) {
      return [
        {
          path,
          given: shown(version),
          allowed: `an add-on of this cluster: ${known.join(', ')}`,
          fix: suggestion(name, known, 'remove it, or add its component to the description'),
        },
      ];
    }
    const number = VERSION.exec(version)?.[1];
    if (number === undefined) {
      return [
        {
          path,
          given: shown(version),
          allowed: 'a version such as "v1.21.1-eksbuild.1"',
          fix: `aws eks describe-addon-versions --addon-name ${name}`,
        },
      ];
    }
    const floor = LEAST[name];
    if (floor === undefined || !isOlder(number, floor.least)) return [];
    return [
      { path, given: shown(version), allowed: `v${floor.least} or newer: ${floor.why}`, fix: 'take a newer one' },
    ];
  });
}
