import { App } from 'cdk8s';
import { definePlatform, type PlatformProps, type PoliciesProps, type ProjectProps } from '../../../lib';
import { PlatformIsolation } from '../../../lib/kubernetes';
import { faultPaths } from '../../faults-of';
import { alphaProps, platformProps } from '../../platform-props';

/** Two projects with these groups of people. */
const people = (alpha: Partial<ProjectProps>, beta: Partial<ProjectProps> = {}): PlatformProps =>
  platformProps({
    projects: [
      { name: 'alpha', gpus: 32, ...alpha },
      { name: 'beta', gpus: 8, ...beta },
    ],
  });
const refused = (props: PlatformProps): string[] => faultPaths(() => definePlatform(props));

describe('groups of people', () => {
  test.each([
    '',
    ' ',
    'scientists ',
    'a\nb',
    'system:authenticated',
    'system:masters',
    'system:serviceaccounts:ml-beta',
  ])('%j is refused as a group of scientists and of debuggers', (group) => {
    expect(refused(people({ people: { scientists: ['science@example.org', group] } }))).toEqual([
      'projects[0].people.scientists[1]',
    ]);
    const debuggers = { reason: 'profiles kernels by hand', groups: [group] };
    expect(refused(people({ unsafe: { debuggers } }))).toEqual(['projects[0].unsafe.debuggers.groups[0]']);
  });

  test.each(['ml:beta:scientists', 'ml:beta:debuggers', 'ml:gamma:viewers', 'ml:platform-admins'])(
    '%j is derived for somebody else and gives its members nothing in alpha',
    (group) => {
      expect(refused(people({ people: { viewers: [group] } }))).toEqual(['projects[0].people.viewers[0]']);
    },
  );

  test('that act belong to one project, however the other names them; auditors may look at all', () => {
    const team = ['team@example.org'];
    for (const beta of [
      { people: { scientists: team } },
      { people: { viewers: team } },
      { unsafe: { debuggers: { reason: 'profiles kernels by hand', groups: team } } },
    ]) {
      expect(refused(people({ people: { engineers: team } }, beta))).toHaveLength(1);
    }
    const auditors = { people: { viewers: ['Auditors of Example'] } };
    expect(definePlatform(people(auditors, auditors)).projects).toHaveLength(2);
    expect(definePlatform(people({ people: { scientists: team, engineers: team } })).projects).toHaveLength(2);
  });
});

describe('groups that administer', () => {
  const owned = { people: { scientists: ['team@example.org'] } };

  test.each([
    'system:authenticated',
    'system:serviceaccounts',
    'system:nodes',
    'system:serviceaccounts:ml-alpha',
    'ml:alpha:engineers',
    'team@example.org',
    '*',
    '',
  ])('%j is nobody who may: everybody, nodes, or people and accounts of a project', (group) => {
    const policies = (field: keyof PoliciesProps): string[] =>
      refused({ ...alphaProps(owned), policies: { ...platformProps().policies, [field]: [group] } });
    expect(policies('platformGroups')).toEqual(['policies.platformGroups[0]']);
    expect(policies('breakGlassGroups')).toEqual(['policies.breakGlassGroups[0]']);
    const platform = definePlatform(alphaProps(owned));
    const unsafe = { clusterAdmins: { reason: 'break-glass, behind a second factor', groups: [group] } };
    expect(faultPaths(() => new PlatformIsolation(new App(), 'platform', { platform, unsafe }))).toEqual([
      'unsafe.clusterAdmins.groups[0]',
    ]);
  });

  test('controllers are no accounts of a project either, whether by name or all of them', () => {
    const controllers = ['system:serviceaccount:ml-beta:train', 'system:serviceaccounts:ml-beta', 'system:nodes'];
    expect(refused(platformProps({ policies: { ...platformProps().policies, controllers } }))).toEqual(
      controllers.map((_, index) => `policies.controllers[${index}]`),
    );
  });

  test('are accepted as groups of the identity provider and as the accounts of whoever applies the manifests', () => {
    const groups = ['sre@example.org', 'system:serviceaccounts:argocd'];
    const controllers = ['system:serviceaccount:rook-ceph:rook-csi-rbd-provisioner-sa'];
    const { policies } = definePlatform(
      platformProps({ policies: { ...platformProps().policies, platformGroups: groups, controllers } }),
    );
    expect(policies.platformGroups).toEqual(['ml:platform-admins', 'system:masters', ...groups]);
    expect(policies.controllers).toEqual(controllers);
  });
});
