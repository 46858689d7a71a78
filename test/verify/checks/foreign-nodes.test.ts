import { object } from './example';
import { foreignFindings, inputsOf, type ForeignPlatform } from './foreign-platform';

describe('whose nodes are those of a group without labels of the library', () => {
  const apart = (change?: (platform: ForeignPlatform) => void): readonly string[] =>
    foreignFindings(['node/projects-apart'], change);
  const pod = ({ objects }: ForeignPlatform, namespace: string): ReturnType<typeof object> =>
    object(objects, 'Job', 'pretrain', namespace).spec.template.spec;
  const removeJob = ({ objects }: ForeignPlatform): void =>
    void objects.splice(objects.indexOf(object(objects, 'Job', 'pretrain', 'team-blue')), 1);

  test('is told by the pods that select them', () => {
    expect(apart()).toEqual([]);
  });

  test('and what they have in common with those of another project is found', () => {
    expect(
      apart((p) => (inputsOf(p, 'NodeGroup', 'blue').nodeRoleArn = inputsOf(p, 'NodeGroup', 'red').nodeRoleArn)),
    ).toEqual([
      'node/projects-apart fail: NodeGroup/red has its node role in common with nodes of project team-blue',
      'node/projects-apart fail: NodeGroup/blue has its node role in common with nodes of project team-red',
    ]);
  });

  test('is nobody where pods of two projects select them', () => {
    expect(apart((p) => (pod(p, 'team-blue').nodeSelector = { team: 'red' }))).toEqual([
      'node/projects-apart fail: NodeGroup/red its nodes are of no one project: pods of team-red, team-blue land there',
      'node/projects-apart unknown: NodeGroup/blue which project its nodes serve: no pod of the files selects them',
    ]);
  });

  test('is not known where pods land without selecting them', () => {
    expect(
      apart((p) => {
        delete pod(p, 'team-red').nodeSelector;
        pod(p, 'team-red').tolerations = [{ key: 'own', operator: 'Exists' }];
        inputsOf(p, 'NodeGroup', 'red').taints = [{ key: 'own', value: 'true', effect: 'NO_SCHEDULE' }];
      }),
    ).toEqual([
      'node/projects-apart unknown: NodeGroup/red whether its nodes serve team-red alone: its pods land there without selecting them',
    ]);
  });

  test('is not known where jobs are still to come that could select them, unless they have a label of the namespace', () => {
    const named = { namespaces: ['team-red', 'team-blue'] };
    const told = (change: (p: ForeignPlatform) => void): readonly string[] =>
      foreignFindings(['node/projects-apart'], (p) => (removeJob(p), change(p)), named).filter((text) =>
        text.includes(' NodeGroup/red '),
      );
    expect(told(() => undefined)).toEqual([]);
    expect(told((p) => (object(p.objects, 'Namespace', 'team-red').metadata.labels = {}))).toEqual([
      'node/projects-apart unknown: NodeGroup/red whether its nodes serve team-red alone: the files show no pods of team-blue',
    ]);
  });

  test('is told in the same way of pools of Karpenter', () => {
    const pools = (p: ForeignPlatform): void => {
      p.plan.splice(0);
      for (const team of ['red', 'blue'])
        p.objects.push({
          apiVersion: 'karpenter.sh/v1',
          kind: 'NodePool',
          metadata: { name: team },
          spec: {
            template: {
              metadata: { labels: { team } },
              spec: {
                nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'gpu' },
                taints: [{ key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' }],
              },
            },
          },
        });
      p.objects.push({ apiVersion: 'karpenter.k8s.aws/v1', kind: 'EC2NodeClass', metadata: { name: 'gpu' }, spec: {} });
    };
    expect(apart(pools)).toEqual([
      'node/projects-apart fail: NodePool/red has its EC2NodeClass in common with nodes of project team-blue',
      'node/projects-apart fail: NodePool/blue has its EC2NodeClass in common with nodes of project team-red',
    ]);
  });
});
