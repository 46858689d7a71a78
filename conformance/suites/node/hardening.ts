import { EngineFault } from '../../engine-fault';
import { expectEqual, type Question } from '../question';
import type { Setting } from './setting';

/** What a rank finds around itself, asked in its container: the kernel's answers, not the manifest's. */
export function hardeningQuestions({ cluster: { kubectl }, platform }: Setting): Question[] {
  const [alpha] = platform.projects;
  const namespace = alpha?.namespace ?? '';
  const inRank = async (script: string): Promise<string> => {
    const selector = '--selector=batch.kubernetes.io/job-name=reach,batch.kubernetes.io/job-completion-index=0';
    const pod = await kubectl.must([
      'get',
      'pods',
      `--namespace=${namespace}`,
      selector,
      '-o=jsonpath={.items[0].metadata.name}',
    ]);
    return (await kubectl.must(['exec', `--namespace=${namespace}`, pod, '--', 'python3', '-c', script])).trim();
  };
  return [
    {
      title: 'a rank runs without a right: not as root, no capability, no way to gain one, its system calls filtered',
      row: 'privileged',
      ask: async () => {
        const status = await inRank('print(open("/proc/self/status").read())');
        const field = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? 'missing';
        expectEqual('uid', field('Uid').split('\t')[0], String(platform.runAs.uid));
        for (const name of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
          expectEqual(name, field(name), '0'.repeat(16));
        expectEqual('NoNewPrivs', field('NoNewPrivs'), '1');
        expectEqual('Seccomp', field('Seccomp'), '2');
        return `uid ${field('Uid').split('\t')[0]}, CapBnd ${field('CapBnd')}, NoNewPrivs 1, Seccomp 2 (filter)`;
      },
    },
    {
      title: 'it writes where it must (scratch, /tmp, /dev/shm, checkpoints) and nowhere else, not even to its data',
      ask: async () => {
        const script = `
import os
for folder in ["/scratch", "/tmp", "/dev/shm", "/checkpoints", "/data", "/app", "/usr", "/", "/opt/training-isolation"]:
    try:
        with open(os.path.join(folder, "written"), "w") as file:
            file.write("x")
        os.unlink(os.path.join(folder, "written"))
        print(folder, "written")
    except OSError as error:
        print(folder, error.strerror)
`;
        const expected = [
          ...['/scratch', '/tmp', '/dev/shm', '/checkpoints'].map((folder) => `${folder} written`),
          ...['/data', '/app', '/usr', '/', '/opt/training-isolation'].map(
            (folder) => `${folder} Read-only file system`,
          ),
        ];
        const found = await inRank(script);
        expectEqual('outcome', found, expected.join('\n'));
        return found.replaceAll('\n', ', ');
      },
    },
    {
      title: "a rank of alpha reads the data of its project's own claim",
      row: 'foreign-claim',
      ask: async () => {
        const found = await inRank('print(open("/data/scale.txt").read())');
        expectEqual('contents', found, '2.5');
        return `/data/scale.txt: ${found}`;
      },
    },
    {
      title: 'it has no token of the cluster, and cannot mount or make namespaces',
      ask: async () => {
        const script = `
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
print("token", os.path.exists("/var/run/secrets/kubernetes.io"))
print("mount", libc.mount(b"none", b"/tmp", b"tmpfs", 0, None), os.strerror(ctypes.get_errno()))
print("unshare", libc.unshare(0x10000000), os.strerror(ctypes.get_errno()))
`;
        const found = await inRank(script);
        if (!/^token False\nmount -1 .*\nunshare -1 .*$/.test(found)) throw new EngineFault(found);
        return found.replaceAll('\n', ', ');
      },
    },
    {
      title: 'it holds the GPU and the EFA device that its node offers, whole, and the node has none left',
      ask: async () => {
        const nodes = await kubectl.must(['describe', 'nodes', '--selector=training-isolation/project=alpha']);
        const allocated = [...nodes.matchAll(/nvidia\.com\/gpu\s+(\d+)\s+(\d+)\s*$/gm)].map(([, requests]) => requests);
        expectEqual('GPUs requested on the nodes of alpha', allocated.join(), '1,1,1');
        return 'nvidia.com/gpu 1 of 1 on each of three nodes';
      },
    },
  ];
}
