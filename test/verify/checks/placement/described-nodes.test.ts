import { definePlatform, type PlatformProps } from '../../../../lib';
import type { CheckResult } from '../../../../lib/verify/verdict/verdict';
import { synthesizeAll } from '../../../kubernetes/document-1';
import { platformProps } from '../../../platform-props';
import { judged, podOf, result, type Loose } from '../example';

/** Two pools of which manifests hold one: nodes of Karpenter, and managed nodes that only a plan would show. */
const [p4d] = platformProps().pools;
const MIXED: PlatformProps = platformProps({
  pools: [
    p4d!,
    { name: 'eval', instanceType: 'g5.xlarge', availabilityZone: 'us-west-2b', maxNodes: 8, provisioner: 'karpenter' },
  ],
  projects: [
    { name: 'alpha', gpus: 32, pools: ['p4d'] },
    { name: 'beta', gpus: 8, pools: ['eval'] },
  ],
});
/** The same with nodes of both projects in the pool that no file shows. */
const BOTH: PlatformProps = {
  ...MIXED,
  projects: MIXED.projects.map((project) => ({ ...project, pools: [...new Set(['p4d', ...(project.pools ?? [])])] })),
};

function judgedAfter(check: string, change: (objects: Loose[]) => void, props = MIXED): CheckResult {
  const objects = structuredClone(synthesizeAll(props)) as Loose[];
  change(objects);
  return result(judged(objects, { platform: definePlatform(props), families: ['placement'] }), check);
}
const messages = ({ findings }: CheckResult): readonly string[] => findings.map(({ message }) => message);

describe('nodes of a description that no file shows, beside pools of Karpenter that manifests hold', () => {
  test('are not known to be tainted', () => {
    const found = judgedAfter('placement/others-stay-out', () => undefined);
    expect(found.status).toBe('unknown');
    expect(messages(found)).toEqual([
      'the nodes of p4d--alpha are not in the files: whether they are tainted with workload-type=ai-training:NoSchedule is not known',
    ]);
  });

  test('are all named to programs, however many there are', () => {
    const names = ['alpha', 'beta', 'gamma', 'delta'];
    const onP4d = names.map((name) => ({ name, gpus: 16, pools: ['p4d'] }));
    const many = { ...MIXED, projects: [...onP4d, { name: 'eval', gpus: 8, pools: ['eval'] }] };
    const [finding] = judgedAfter('placement/others-stay-out', () => undefined, many).findings;
    expect(finding?.message).toContain(', the nodes of p4d--gamma and 1 more are not in the files');
    expect(finding?.all).toHaveLength(names.length);
  });

  test('are found by pods that select them, and by no pod that selects others', () => {
    expect(judgedAfter('placement/lands', () => undefined).status).toBe('pass');
    const typo = (o: Loose[]): void => {
      podOf(o).spec.nodeSelector['training-isolation/pool'] = 'p4';
    };
    expect(messages(judgedAfter('placement/lands', typo))).toEqual(['selects labels that no training node has']);
  });

  test('keep projects apart as those of Karpenter do', () => {
    const asBeta = (o: Loose[]): void => {
      const { spec } = podOf(o);
      spec.nodeSelector['training-isolation/project'] = 'beta';
      spec.tolerations[1].value = 'beta';
    };
    expect(judgedAfter('placement/projects-apart', () => undefined, BOTH).status).toBe('pass');
    expect(messages(judgedAfter('placement/projects-apart', asBeta, BOTH))).toEqual([
      'pods of ml-alpha, ml-beta land on it',
    ]);
  });

  /** A node of the pool of Karpenter, as a dump shows it. */
  const dumped = (o: Loose[]): void => {
    const { metadata, spec } = o.find(({ kind }) => kind === 'NodePool').spec.template;
    o.push({ apiVersion: 'v1', kind: 'Node', metadata: { ...metadata, name: 'one' }, spec: { taints: spec.taints } });
  };

  test('are not supposed beside nodes of a dump, which shows those that there are', () => {
    expect(judgedAfter('placement/others-stay-out', dumped).status).toBe('pass');
  });

  test('are awaited by pods where a dump shows none of them, and only by pods that select them', () => {
    const found = judgedAfter('placement/lands', dumped);
    expect([found.status, ...messages(found)]).toEqual([
      'unknown',
      'selects the nodes of p4d--alpha, of which the files show none',
    ]);
    const typo = (o: Loose[]): void => {
      dumped(o);
      podOf(o).spec.nodeSelector['training-isolation/pool'] = 'p4';
    };
    expect(judgedAfter('placement/lands', typo).status).toBe('fail');
  });
});
