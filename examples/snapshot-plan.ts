import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly parent?: string;
  readonly protect?: boolean;
}

/** One snapshot for each component of an example's program: what is made in it, and what is protected. */
export function snapshotPlan(name: string): void {
  const folder = join(__dirname, name);
  const binary = join(__dirname, '../build/cli/main.js');
  const { stdout, stderr } = spawnSync(process.execPath, [binary, 'plan', '--format', 'json'], {
    cwd: folder,
    encoding: 'utf8',
    // A plan with every manifest in it is larger than what Node.js keeps by default.
    maxBuffer: Infinity,
  });
  const planned = JSON.parse(stdout) as { readonly deployment: { readonly resources: readonly Resource[] } };
  const { resources } = planned.deployment;
  const components = resources.filter(({ type }) => type.startsWith('training-isolation:'));

  test.each(components.map(({ urn }) => [label(urn), urn] as const))('%s', (_, urn) => {
    expect(
      resources.filter((resource) => resource.custom && isBelow(resources, resource, urn)).map(line),
    ).toMatchSnapshot();
  });

  test('resources that no component makes', () => {
    const inside = new Set(
      resources.filter((resource) => components.some(({ urn }) => isBelow(resources, resource, urn))),
    );
    expect(resources.filter((resource) => resource.custom && !inside.has(resource)).map(line)).toMatchSnapshot();
  });

  test('what the plan cannot see, and what would show it', () => expect(stderr).toMatchSnapshot());
}

/** `GpuNodePool p4d` of a URN. */
function label(urn: string): string {
  const [, , types = '', ...name] = urn.split('::');
  return `${types.split(':').pop()} ${name.join('::')}`;
}

const line = ({ urn, protect }: Resource): string => `${label(urn)}${protect === true ? ', protected' : ''}`;

/** Whether a resource lies in a component, at any depth. */
function isBelow(all: readonly Resource[], { parent }: Resource, urn: string): boolean {
  if (parent === undefined) return false;
  if (parent === urn) return true;
  const above = all.find((resource) => resource.urn === parent);
  return above !== undefined && isBelow(all, above, urn);
}
