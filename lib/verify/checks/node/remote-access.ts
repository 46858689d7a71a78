import { templateOf } from '../../cloud/planned-nodes';
import { instructions, userDataOf } from '../../cloud/user-data';
import { knownText } from '../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import type { Check } from '../check';
import { karpenterNodes } from '../../cloud/karpenter-nodes';
import { trainingEksctlGroups } from './parts/eksctl-groups';
import { trainingClasses } from './parts/node-classes';
import { fails, inputPlace, resourceSubject, type Problem } from '../../problem';

export const remoteAccess: Check = {
  id: 'node/remote-access',
  title: 'Nobody logs in to training nodes',
  why: 'A shell on a node reads memory, tokens and volumes of every pod on it, past RBAC and every admission policy.',
  stops: ['A2', 'T5'],
  control:
    'no key pair in launch templates, no remoteAccess of node groups, no sessions by settings of the account; access/node-roles looks at the role',
  fix: 'take keyName and remoteAccess away; accept it by name with aws.unsafe.nodeAccess of the description',
  *judge(evidence) {
    const { plannedNodes, plans } = evidence;
    const hasNodes = plannedNodes.length + karpenterNodes(evidence).length > 0;
    for (const links of hasNodes ? plans : [])
      for (const [type, opens] of OF_EVERY_INSTANCE)
        for (const resource of links.of(type))
          yield { subject: resourceSubject(resource), problems: opens(resource) ? [fails(EVERY, { weakened })] : [] };
    for (const nodes of plannedNodes) {
      const { group } = nodes;
      const template = templateOf(nodes);
      const problems: Problem[] = [];
      if (propertyOf(group, 'remoteAccess') !== undefined)
        problems.push(fails('opens SSH (remoteAccess)', { at: inputPlace(group, 'remoteAccess'), weakened }));
      if (template !== undefined && propertyOf(template, 'keyName') !== undefined)
        problems.push(fails('starts with a key pair', { at: inputPlace(template, 'keyName'), weakened }));
      if (template !== undefined && LETS_IN.test(userDataOf(template) ?? ''))
        problems.push(
          fails('lets somebody log in by its user data', { at: inputPlace(template, 'userData'), weakened }),
        );
      yield { subject: resourceSubject(group), problems };
    }
    yield* trainingClasses(evidence, ({ field }) => {
      const at = field.at('spec', 'userData');
      const isOpen = typeof at?.value === 'string' && LETS_IN.test(instructions(at.value));
      return isOpen ? [fails('lets somebody log in by its user data', { at, weakened })] : [];
    });
    yield* trainingEksctlGroups(evidence, ({ field, name }) => {
      const at = field.at('ssh', 'allow');
      return at?.value === true ? [fails(`opens SSH on nodes of ${name}`, { at, fix: 'set ssh.allow: false' })] : [];
    });
  },
};

/** A key of SSH, or the container of Bottlerocket in which administrators work. */
const LETS_IN =
  /authorized_keys|\b(?:ssh-(?:rsa|ed25519)|ecdsa-sha2-nistp\d+)\b|host-containers\.admin\][^[]*enabled\s*=\s*true/;

const weakened = { risk: 'node-access', on: '' } as const;

const EVERY = 'opens sessions on every instance of the account, those of training among them';

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html */
const MANAGEMENT_ROLE = '/ssm/managed-instance/default-ec2-instance-management-role';

/** Settings of the account by which instances are entered that carry neither a key pair nor a role for it. */
const OF_EVERY_INSTANCE: readonly (readonly [type: string, opens: (resource: PlannedResource) => boolean])[] = [
  [
    'aws:ssm/serviceSetting:ServiceSetting',
    (setting) =>
      knownText(propertyOf(setting, 'settingId'))?.endsWith(MANAGEMENT_ROLE) !== false &&
      propertyOf(setting, 'settingValue') !== '$None',
  ],
  ['aws:ec2/serialConsoleAccess:SerialConsoleAccess', (setting) => propertyOf(setting, 'enabled') !== false],
];
