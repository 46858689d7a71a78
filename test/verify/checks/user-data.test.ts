import { gzipSync } from 'node:zlib';
import { turnedByPlan, withPlan, type LoosePlan } from './planned-example';

withPlan();

/** Changes the user data of a template. */
const userData =
  (name: string, change: (text: string) => string) =>
  (plan: LoosePlan): void => {
    const inputs = plan.inputs('LaunchTemplate', name);
    const text = Buffer.from(inputs.userData ?? '', 'base64').toString('utf8');
    inputs.userData = Buffer.from(change(text)).toString('base64');
    expect(Buffer.from(inputs.userData, 'base64').toString('utf8')).not.toBe(text);
  };
const alpha = (change: (text: string) => string) => userData('p4d-alpha', change);
const settings = (lines: string) =>
  alpha((text) => text.replace('      cpuManagerPolicy', `${lines}\n      cpuManagerPolicy`));
const flag = (text: string): string => `spec:\n  kubelet:\n    flags:\n      - "${text}"\n`;
const TOOLKIT = 'nvidia-ctk config --in-place --set accept-nvidia-visible-devices-envvar-when-unprivileged';

describe('what a change of user data turns', () => {
  test.each<[string, readonly string[], (plan: LoosePlan) => void]>([
    [
      'a toolkit that is told otherwise afterwards',
      ['node/devices'],
      alpha((text) => text.replace(`${TOOLKIT}=false\n`, `${TOOLKIT}=false\n${TOOLKIT}=true\n`)),
    ],
    [
      'a toolkit of which only a comment speaks',
      ['node/devices'],
      alpha((text) => text.replace(TOOLKIT, `# ${TOOLKIT}`)),
    ],
    [
      'nodes of the system with the labels of a project',
      ['node/unread'],
      userData('ml-system', () => flag('--node-labels=workload-type=ai-training,training-isolation/project=alpha')),
    ],
    [
      'nodes of alpha with the label of beta',
      ['node/unread'],
      alpha((text) => text + flag('--node-labels=training-isolation/project=beta')),
    ],
    [
      'a key of somebody',
      ['node/remote-access'],
      alpha((text) => `${text}\necho ssh-ed25519 AAAA > /root/.ssh/authorized_keys\n`),
    ],
    [
      'an administrator in a container of Bottlerocket',
      ['node/remote-access'],
      alpha((text) => `${text}\n[settings.host-containers.admin]\nenabled = true\n`),
    ],
    [
      'labels in packed user data',
      ['node/unread'],
      (p) => {
        const packed = gzipSync(flag('--node-labels=workload-type=ai-training'));
        p.inputs('LaunchTemplate', 'ml-system').userData = packed.toString('base64');
      },
    ],
    [
      'a kubelet that answers everybody',
      ['node/kubelet'],
      settings('      authentication:\n        anonymous:\n          enabled: true'),
    ],
    ['a kubelet that lets everybody', ['node/kubelet'], settings('      authorization:\n        mode: AlwaysAllow')],
    ['a kubelet that tells of its pods', ['node/kubelet'], settings('      readOnlyPort: 10255')],
    ['a kubelet that tells nobody', [], settings('      readOnlyPort: 0')],
    ['a kubelet that starts pods of files', ['node/kubelet'], settings('      staticPodPath: /etc/pods')],
    [
      'a volume beside the root, which is left to the account',
      ['node/volumes'],
      (p) => (p.inputs('LaunchTemplate', 'p4d-alpha').blockDeviceMappings[0].deviceName = '/dev/sdf'),
    ],
  ])('%s', (_, expected, change) => {
    expect(turnedByPlan(change)).toEqual(expected);
  });
});
