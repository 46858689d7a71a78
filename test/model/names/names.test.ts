import fc from 'fast-check';
import { definePlatform, isInvalidInput, type Project } from '../../../lib';
import { nameFaults, PROJECT_NAME } from '../../../lib/model/names';
import { faultPaths } from '../../faults-of';
import { alphaProps, platformProps } from '../../platform-props';

/** Accepted names from few letters, so that near collisions and prefixes of each other are common. */
const acceptedName = fc.stringMatching(/^[ab](-?[ab0]){2,5}$/);

/** Names near the edge of the rule. */
const nearName = fc.oneof(
  acceptedName,
  fc.stringMatching(/^[-a-zA-Z0-9*?$/{}._]{0,8}$/),
  fc.constantFrom(
    'alpha',
    'alpha-2',
    'alphabet',
    'alph',
    'a*',
    '????',
    '${aws:username}',
    'team/beta',
    'Alpha',
    '..',
    '7b-13b',
    '1k',
  ),
);

const names = fc.uniqueArray(fc.oneof({ weight: 9, arbitrary: acceptedName }, { weight: 1, arbitrary: nearName }), {
  minLength: 2,
  maxLength: 5,
});

/** The platform's projects where every name is accepted. */
function projectsOf(given: readonly string[]): readonly Project[] | undefined {
  try {
    return definePlatform(platformProps({ projects: given.map((name) => ({ name, gpus: 8 })) })).projects;
  } catch (error) {
    if (isInvalidInput(error)) return undefined;
    throw error;
  }
}

/** Pairs of different projects, both ways. */
const pairs = (projects: readonly Project[]): [Project, Project][] =>
  projects.flatMap((one) => projects.filter((other) => other !== one).map((other): [Project, Project] => [one, other]));

/** IAM and S3 patterns: `*` and `?` match, everything else is itself. */
function globMatches(pattern: string, text: string): boolean {
  const source = [...pattern]
    .map((char) => (char === '*' ? '.*' : char === '?' ? '.' : char.replace(/[.+^${}()|[\]\\]/g, '\\$&')))
    .join('');
  return new RegExp(`^${source}$`).test(text);
}

describe('accepted project names', () => {
  let accepted = 0;

  afterAll(() => expect(accepted).toBeGreaterThan(100));

  test('never let the prefix pattern of one project match a key of another', () => {
    fc.assert(
      fc.property(names, fc.string(), (given, rest) => {
        const projects = projectsOf(given);
        fc.pre(projects !== undefined);
        accepted++;
        for (const [one, other] of pairs(projects)) {
          expect(globMatches(`${one.prefix}*`, `${other.prefix}${rest}`)).toBe(false);
          expect(other.prefix.startsWith(one.prefix)).toBe(false);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('never give two projects one namespace, role, claim, node group or group, whatever their case', () => {
    fc.assert(
      fc.property(names, (given) => {
        const projects = projectsOf(given);
        fc.pre(projects !== undefined);
        accepted++;
        const derived = (project: Project): string[] => [
          `namespace ${project.namespace}`,
          `role ${project.role.name}`,
          `claim ${project.data?.name}`,
          `claim ${project.checkpoints?.name}`,
          ...project.nodeGroups.map(({ name }) => `group ${name}`),
          ...Object.values(project.groups)
            .flat()
            .map((group) => `people ${group}`),
        ];
        const all = projects.flatMap(derived).map((name) => name.toLowerCase());
        expect(new Set(all).size).toBe(all.length);
      }),
      { numRuns: 400 },
    );
  });

  test('never tolerate the taint nor match the labels of the nodes of another project', () => {
    fc.assert(
      fc.property(names, (given) => {
        const projects = projectsOf(given);
        fc.pre(projects !== undefined);
        accepted++;
        for (const [one, other] of pairs(projects)) {
          const [mine, theirs] = [one.nodeGroups[0], other.nodeGroups[0]];
          const tolerated = theirs?.taints.every(({ key, value }) =>
            mine?.tolerations.some((t) => t.key === key && 'value' in t && t.value === value),
          );
          const selected = Object.entries(mine?.labels ?? {}).every(([key, value]) => theirs?.labels[key] === value);
          expect([tolerated, selected]).toEqual([false, false]);
        }
      }),
    );
  });

  test('are labels of Kubernetes, folders of S3 and parts of an ARN without a character that any of them reads as more', () => {
    fc.assert(
      fc.property(nearName, (name) => {
        fc.pre(nameFaults(name, 'name', PROJECT_NAME).length === 0);
        expect(name).toMatch(/^[a-z](-?[a-z0-9])*$/);
        expect(`ml-${name}`.length).toBeLessThanOrEqual(63);
      }),
    );
  });
});

test.each([
  'a*',
  'alph?',
  '${aws:username}',
  'team/beta',
  'Alpha',
  '',
  '..',
  'alpha--2',
  '7b-13b',
  '1k',
  'default',
  'kube-x',
  'aws-x',
  'awsome',
  'prod',
  'system',
  'system-x',
  'al',
  'a'.repeat(41),
  'α-project',
  'a\u0000b',
])('project name %j is refused', (name) => {
  expect(new Set(faultPaths(() => definePlatform(alphaProps({ name }))))).toEqual(new Set(['projects[0].name']));
});

test.each(['alpha', '/alpha/', 'alpha/*/', 'a?/', '${aws:PrincipalTag/x}/', 'alpha//', '../beta/', ''])(
  'prefix %j is refused',
  (prefix) => {
    expect(faultPaths(() => definePlatform(alphaProps({ prefix })))).toEqual(['projects[0].prefix']);
  },
);

test('a prefix of its own is accepted, and says that it needs a fence of its own', () => {
  const [alpha] = definePlatform(alphaProps({ prefix: 'research/alpha/' })).projects;
  expect(alpha).toMatchObject({ prefix: 'research/alpha/', ownFence: true });
});

test('a prefix that covers another project is refused at the one that is covered', () => {
  expect(faultPaths(() => definePlatform(alphaProps({ prefix: 'ml-beta/archive/' })))).toEqual(['projects[0].prefix']);
});

test('the folder of a namespace belongs to its project, even where that has another prefix', () => {
  const props = platformProps({
    projects: [
      { name: 'alpha', gpus: 8, prefix: 'research/alpha/' },
      { name: 'beta', gpus: 8, prefix: 'ml-alpha/old/' },
      { name: 'gamma', gpus: 8, prefix: 'ml-alpha/' },
    ],
  });
  expect(faultPaths(() => definePlatform(props))).toEqual(['projects[1].prefix', 'projects[2].prefix']);
  expect(definePlatform(alphaProps({ prefix: 'ml-alpha/current/' })).projects[0]).toMatchObject({ ownFence: true });
});

test.each(['system', 'system-ml', 'kube-ml', 'aws'])(
  'platform name %j is refused: Kubernetes or AWS keep the names that follow from it',
  (name) => {
    expect(faultPaths(() => definePlatform(platformProps({ name })))).toEqual(['name']);
  },
);

test.each([
  'kubernetes.io/training',
  'node.kubernetes.io/training',
  'node-restriction.kubernetes.io/workload-type',
  'k8s.io/training',
  'karpenter.sh/pool',
  'eks.amazonaws.com/pool',
  'training-isolation/project',
  'training-isolation/pool',
  'x/y/z',
  '/x',
  'x'.repeat(64),
])('taint key %j is refused: it is kept by somebody else, or means something else already', (taintKey) => {
  expect(faultPaths(() => definePlatform(platformProps({ labels: { taintKey } })))).toEqual(['labels.taintKey']);
});

test('the taint key may stand below a domain of the platform, the own prefix among them', () => {
  for (const taintKey of ['example.com/training', 'training-isolation/nodes', 'training'])
    expect(definePlatform(platformProps({ labels: { taintKey } })).taint.key).toBe(taintKey);
  expect(faultPaths(() => definePlatform(platformProps({ labels: { keyPrefix: 'karpenter.sh' } })))).toEqual([
    'labels.keyPrefix',
  ]);
});
