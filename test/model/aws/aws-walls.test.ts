import type { PlatformProps, PoolProps } from '../../../lib/model';
import { awsWalls } from '../../../lib/model/aws/aws-walls';
import { described, platformOf, POOL } from '../described';

describe('walls of AWS', () => {
  const many = (count: number, more: object = {}): PlatformProps['projects'] =>
    Array.from({ length: count }, (_, index) => ({ name: `project-${index}`, gpus: 8, ...more }));
  const wallsOf = (props: PlatformProps): string[] => awsWalls(platformOf(props)).map(({ allowed }) => allowed);

  it('an ordinary platform meets none', () => {
    expect(wallsOf(described({}, { projects: many(29) }))).toEqual([]);
  });

  it('names the one of node groups, and Karpenter and a raised quota as ways past it', () => {
    const projects = many(30);
    const [fault] = awsWalls(platformOf(described({}, { projects })));
    expect(fault).toEqual({
      path: 'pools',
      given: '31',
      allowed: 'at most 30 managed node groups a cluster',
      fix: expect.stringContaining('karpenter') as string,
    });
    expect(wallsOf(described({ quotas: { nodeGroupsPerCluster: 100 } }, { projects }))).toEqual([]);
    expect(wallsOf(described({}, { projects, pools: [{ ...POOL, provisioner: 'karpenter' }] }))).toEqual([]);
  });

  it('names the ones of associations, roles and nodes', () => {
    const pools: PoolProps[] = [{ ...POOL, provisioner: 'karpenter', oversubscribed: true }];
    expect(wallsOf(described({}, { pools, projects: many(1001) }))).toEqual([
      'at most 1000 roles an account: one a project and one a node group',
      'at most 1000 Pod Identity associations a cluster',
    ]);
    const large = described({}, { pools: [{ ...POOL, maxNodes: 500 }], projects: [{ name: 'alpha', gpus: 4000 }] });
    expect(wallsOf(large)).toEqual(['at most 450 nodes a managed node group']);
  });

  it('names the 20 KB of a bucket policy, which prefixes of their own fill', () => {
    const own = (count: number): PlatformProps =>
      described(
        {},
        {
          pools: [{ ...POOL, provisioner: 'karpenter' }],
          projects: Array.from({ length: count }, (_, index) => ({
            name: `project-${index}`,
            gpus: 8,
            prefix: `own/${index}/`,
          })),
        },
      );
    expect(wallsOf(own(15))).toEqual([]);
    expect(wallsOf(own(40))).toEqual([
      expect.stringMatching(/^at most 20480 characters in the policy of bucket data-bucket \(20 KB\); 40 projects/),
      expect.stringMatching(/^at most 20480 characters in the policy of bucket checkpoints \(20 KB\); 40 projects/),
    ]);
  });

  it('names names that are too long, and cuts none', () => {
    const props = described(
      {},
      {
        name: 'a-platform-of-length',
        pools: [{ ...POOL, name: 'a-pool-with-a-name-of-thirty-c' }],
        projects: [{ name: 'a-project-with-a-name-of-forty-characters', gpus: 8 }].map((project) => ({
          ...project,
          name: project.name.slice(0, 40),
        })),
      },
    );
    expect(wallsOf(props)).toEqual(['at most 64 characters', 'at most 63 characters']);
  });
});
