import { gzipSync } from 'node:zlib';
import { turnedByPlan, withPlan, type LoosePlan } from '../planned-example';

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
/** Adds a part to the message of user data, in an encoding, that opens the kubelet. */
const part = (encoding: string, encode: (text: string) => string) =>
  alpha((text) => {
    const [, boundary = ''] = /boundary="([^"]+)"/.exec(text) ?? [];
    const body = encode(flag('--anonymous-auth=true'));
    const added = `--${boundary}\nContent-Type: application/node.eks.aws\nContent-Transfer-Encoding: ${encoding}\n\n${body}\n`;
    return text.replace(`--${boundary}--`, `${added}--${boundary}--`);
  });
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
    ['a kubelet that answers everybody by a bare flag', ['node/kubelet'], alpha((t) => t + flag('--anonymous-auth'))],
    ['a kubelet that answers everybody by a number', ['node/kubelet'], alpha((t) => t + flag('--anonymous-auth=1'))],
    ['a kubelet that answers everybody by a letter', ['node/kubelet'], alpha((t) => t + flag('--anonymous-auth=t'))],
    ['a kubelet that answers nobody', [], alpha((t) => t + flag('--anonymous-auth=false'))],
    ['a kubelet that answers nobody by a number', [], alpha((t) => t + flag('--anonymous-auth=0'))],
    [
      'a kubelet that answers nobody without a name by its file',
      [],
      settings('      authentication:\n        anonymous: {enabled: false}'),
    ],
    [
      'a kubelet that believes another authority',
      ['node/kubelet'],
      settings('      authentication: {x509: {clientCAFile: /etc/evil.pem}}'),
    ],
    [
      'a kubelet that believes the authority of the cluster',
      [],
      settings('      authentication:\n        x509:\n          clientCAFile: /etc/kubernetes/pki/ca.crt'),
    ],
    [
      'a part of the message in Base64',
      ['node/kubelet'],
      part('base64', (text) => Buffer.from(text).toString('base64')),
    ],
    [
      'a part of the message that is packed as well',
      ['node/kubelet'],
      part('base64', (text) => gzipSync(text).toString('base64')),
    ],
    [
      'a part of the message as printable text',
      ['node/kubelet'],
      part('quoted-printable', (text) => text.replace('anonymous-auth', 'anon=79mous=\n-auth')),
    ],
    ['a part of the message as it is', ['node/kubelet'], part('7bit', (text) => text)],
    [
      'a file of the toolkit that is changed afterwards',
      ['node/devices'],
      alpha((text) =>
        text.replace(
          `${TOOLKIT}=false`,
          `${TOOLKIT}=false\nsed -i s/=false/=true/ /etc/nvidia-container-runtime/config.toml`,
        ),
      ),
    ],
    [
      'a file of the toolkit that is changed before',
      [],
      alpha((text) =>
        text.replace(TOOLKIT, `cp /opt/config.toml /etc/nvidia-container-runtime/config.toml\n${TOOLKIT}`),
      ),
    ],
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
