import { object, type Loose } from '../example';
import { foreignFindings, inputsOf, type ForeignPlatform } from '../foreign-platform';

const TAINT = 'nvidia.com/gpu=true:NoSchedule';

function clusterPolicy(name: string, rules: readonly object[]): Loose {
  return {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name },
    spec: { validationFailureAction: 'Enforce', failurePolicy: 'Fail', rules },
  };
}

/** Each team's pods select the nodes of the team. */
const ownNodes = (pattern: (team: string) => object): Loose =>
  clusterPolicy(
    'own-nodes',
    ['red', 'blue'].map((team) => ({
      name: team,
      match: { any: [{ resources: { kinds: ['Pod'], namespaces: [`team-${team}`] } }] },
      validate: { message: 'own nodes', pattern: { spec: pattern(team) } },
    })),
  );
const bySelector = (team: string): object => ({ nodeSelector: { team } });

/** Nobody outside the teams tolerates a key, or all of them. */
const closedTaint = (key: string): Loose =>
  clusterPolicy('closed-taint', [
    {
      name: 'taint',
      match: { any: [{ resources: { kinds: ['Pod'] } }] },
      exclude: { any: [{ resources: { namespaces: ['team-red', 'team-blue'] } }] },
      validate: {
        message: 'for training',
        foreach: [
          {
            list: 'request.object.spec.tolerations || `[]`',
            deny: {
              conditions: { any: [{ key: "{{ element.key || 'every' }}", operator: 'AnyIn', value: [key, 'every'] }] },
            },
          },
        ],
      },
    },
  ]);

/** What nothing refuses, of pods themselves. */
function open(id: string, change: (platform: ForeignPlatform) => void): readonly string[] {
  const prefix = / no policy refuses (.*)$/;
  return foreignFindings([id], change).flatMap((text) => {
    const [, list = ''] = prefix.exec(text) ?? [];
    return list === '' || !/ (?:Namespace\/team-red|cluster) /.test(text) ? [] : list.split('; ');
  });
}

describe('a policy on nodes with labels of their owner', () => {
  const told = (policy: Loose, change: (platform: ForeignPlatform) => void = () => undefined): readonly string[] =>
    open('admission/training-nodes', (p) => (p.objects.push(policy), change(p)));
  const EVERYTHING = 'a training pod that tolerates everything';

  test('is asked about those labels, and not about the ones of the library', () => {
    expect(told(ownNodes(bySelector))[0]).toBe(EVERYTHING);
  });

  test('that holds pods to nodes of some team, and not to their own, lets them onto those of another', () => {
    expect(told(ownNodes(() => ({ nodeSelector: { team: 'red | blue' } })))[0]).toBe(
      'a training pod on nodes of another project',
    );
  });

  test('that guards the label of the library guards none of them', () => {
    const library = (): object => ({ '=(nodeSelector)': { '=(workload-type)': 'ai-training' } });
    expect(told(ownNodes(library))[0]).toBe('a training pod on other nodes');
  });

  test('finds a pod without a selector though it had an affinity as well', () => {
    const affinity = {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'team', operator: 'In', values: ['red'] }] }],
        },
      },
    };
    const withAffinity = ({ objects }: ForeignPlatform): void => {
      const { spec } = object(objects, 'Job', 'pretrain', 'team-red').spec.template;
      delete spec.nodeSelector;
      spec.affinity = affinity;
    };
    expect(
      told(
        ownNodes(() => ({ affinity: { nodeAffinity: '?*' } })),
        withAffinity,
      ),
    ).not.toContain('a training pod without a selector');
  });
});

describe('a policy on taints of their owner', () => {
  const told = (key: string, change: (platform: ForeignPlatform) => void = () => undefined): readonly string[] =>
    open('admission/training-taint', (p) => (p.objects.push(closedTaint(key)), change(p)));

  test('is asked about those taints, and not about the one of the library', () => {
    expect(told('nvidia.com/gpu').filter((text) => text.startsWith('a toleration'))).toEqual([]);
  });

  test('that guards the taint of the library guards none of them', () => {
    expect(told('workload-type')[0]).toBe(`a toleration of ${TAINT}`);
  });

  test('needs to refuse one of those that a node has, for each group of nodes', () => {
    const team = { key: 'team', value: 'red', effect: 'NO_SCHEDULE' };
    const both = (p: ForeignPlatform): void => void inputsOf(p, 'NodeGroup', 'red').taints.push(team);
    expect(told('nvidia.com/gpu', both).filter((text) => text.startsWith('a toleration'))).toEqual([]);
    expect(told('team', both)[0]).toBe(`a toleration of ${TAINT}`);
  });

  test('is asked about what the pods of projects tolerate where the files show no nodes', () => {
    expect(told('workload-type', ({ plan }) => void plan.splice(0))[0]).toBe(
      'a toleration of nvidia.com/gpu:NoSchedule',
    );
  });
});

test('labels and taints of nodes are guarded under the names that their owner gave them', () => {
  expect(open('admission/nodes', () => undefined)).toEqual(
    expect.arrayContaining([
      'a training node of team-red that loses its taint',
      'a node that calls itself a training node of team-red',
    ]),
  );
});
