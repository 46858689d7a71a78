import { foreignKey } from '../../cloud/foreign-key';
import type { PlannedNodes } from '../../cloud/planned-nodes';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import type { PlanValue } from '../../input/pulumi/wire-value';
import { knownField, knownList, knownText } from '../../input/pulumi/plan-value';
import type { Check } from '../check';
import { fails, inputPlace, notKnown, type Problem } from '../../problem';
import { trainingClasses } from './parts/node-classes';
import { trainingTemplates, withoutTemplate } from './parts/training-templates';

export const volumes: Check = {
  id: 'node/volumes',
  title: 'Volumes of training nodes are encrypted, with a key of the own account',
  why: 'Images, caches and scratch data of jobs lie on them: a snapshot of an open volume can be shared with any account.',
  stops: ['T5'],
  control: 'blockDeviceMappings of the launch template or the EC2NodeClass, each with encrypted and a key',
  fix: 'set encrypted: "true" and kmsKeyId for each device of the launch template',
  *judge(evidence) {
    const { account } = evidence.cloud;
    yield* trainingTemplates(evidence, {
      without: withoutTemplate('the default of EC2 is no encryption'),
      problems: (template, nodes) => {
        const mappings = knownList(propertyOf(template, 'blockDeviceMappings'));
        if (mappings.length === 0 && !encryptsByDefault(nodes))
          return [notKnown('names no devices: whether the account encrypts them by default is not in the plan')];
        return [
          ...rootProblems(template, nodes, mappings),
          ...mappings.flatMap((mapping, index): readonly Problem[] => {
            const ebs = knownField(mapping, 'ebs');
            const encrypted = knownField(ebs, 'encrypted');
            const at = inputPlace(template, 'blockDeviceMappings', index, 'ebs', 'encrypted');
            const device = knownText(knownField(mapping, 'deviceName')) ?? `device ${index}`;
            const foreign = foreignKey(knownText(knownField(ebs, 'kmsKeyId')), account);
            if (foreign !== undefined)
              return [
                fails(`${device} ${foreign}`, {
                  at: inputPlace(template, 'blockDeviceMappings', index, 'ebs', 'kmsKeyId'),
                }),
              ];
            if (String(encrypted) === 'true' || (encrypted === undefined && encryptsByDefault(nodes))) return [];
            if (typeof encrypted === 'symbol') return [notKnown(`whether ${device} is encrypted is not known`, { at })];
            return [fails(`${device} is not encrypted`, { at })];
          }),
        ];
      },
    });
    yield* trainingClasses(evidence, ({ field }) => {
      const mappings = field.at('spec', 'blockDeviceMappings');
      if (mappings === undefined)
        return [
          notKnown('names no devices: the default of the installed Karpenter decides', { at: field.get('spec') }),
        ];
      return mappings.items().flatMap((mapping): readonly Problem[] => {
        const device = String(mapping.get('deviceName')?.value);
        const at = mapping.at('ebs', 'encrypted');
        const key = mapping.at('ebs', 'kmsKeyID');
        const foreign = foreignKey(key?.text(), account);
        if (foreign !== undefined) return [fails(`${device} ${foreign}`, { at: key })];
        if (at?.value === true) return [];
        return at === undefined
          ? [notKnown(`whether ${device} is encrypted is left to the account`, { at: mapping })]
          : [fails(`${device} is not encrypted`, { at })];
      });
    });
  },
};

/** Where the images of EKS have their root, beside what else a template maps. */
const ROOT = '/dev/xvda';

function rootProblems(
  template: PlannedResource,
  nodes: PlannedNodes,
  mappings: readonly PlanValue[],
): readonly Problem[] {
  const names = mappings.map((mapping) => knownText(knownField(mapping, 'deviceName')));
  const isOther = propertyOf(template, 'imageId') !== undefined;
  if (isOther || encryptsByDefault(nodes) || mappings.length === 0 || names.includes(ROOT)) return [];
  const at = inputPlace(template, 'blockDeviceMappings');
  return [
    notKnown(`does not name ${ROOT}, on which the image lies: whether it is encrypted is left to the account`, { at }),
  ];
}

function encryptsByDefault({ links }: PlannedNodes): boolean {
  return links
    .of('aws:ebs/encryptionByDefault:EncryptionByDefault')
    .some((setting) => propertyOf(setting, 'enabled') !== false);
}
