import { definePlatform, type PlatformProps } from '../../../lib';
import { KNOWN_COMPONENTS } from '../../../lib/model/component/known-components';
import { faultPaths, faultsOf } from '../../faults-of';
import { alphaProps, platformProps } from '../../platform-props';

const refused = (props: PlatformProps): string[] => faultPaths(() => definePlatform(props));

describe("a project's namespace", () => {
  const known = new Set(
    Object.values(KNOWN_COMPONENTS)
      .flat()
      .map(({ namespace }) => namespace),
  );

  test.each([...known])('is not %s, where a known component runs or may run tomorrow', (namespace) => {
    expect(refused(alphaProps({ existing: { namespace } }))).toEqual(['projects[0].existing.namespace']);
  });

  test('is no namespace of a component of the description, adopted or derived', () => {
    const components = [{ name: 'exporter', namespace: 'ml-alpha', needs: {} }];
    expect(refused(platformProps({ components }))).toEqual(['projects[0].name']);
    const faults = faultsOf(() =>
      definePlatform({
        ...alphaProps({ existing: { namespace: 'monitoring' } }),
        components: [{ name: 'exporter', namespace: 'monitoring', needs: {} }],
      }),
    );
    expect(faults.map(({ path }) => path)).toEqual(['projects[0].existing.namespace']);
    expect(faults[0]?.fix).toMatch(/component "exporter" runs there/);
  });

  test('is no namespace of a shared service, adopted or derived', () => {
    expect(refused(alphaProps({ existing: { namespace: 'ml-data' } }))).toEqual(['projects[0].existing.namespace']);
    expect(refused(alphaProps({ name: 'data' }))).toEqual(['projects[0].name']);
  });

  test('is no namespace that another project adopts or derives; the adopted one is the fault, whoever stands first', () => {
    const adopts = { existing: { namespace: 'ml-beta' } };
    expect(refused(alphaProps(adopts))).toEqual(['projects[0].existing.namespace']);
    const twice = ['alpha', 'beta'].map((name) => ({ name, gpus: 8, existing: { namespace: 'research' } }));
    expect(refused(platformProps({ projects: twice }))).toEqual(['projects[1].existing.namespace']);
  });
});

describe('an adopted service account', () => {
  test.each(['default', 'secrets-reader', 'Train', 'train*', 'a..b', '', 'x'.repeat(254)])(
    '%j is refused: shared, of another purpose, or no name',
    (serviceAccount) => {
      expect(refused(alphaProps({ existing: { serviceAccount } }))).toEqual(['projects[0].existing.serviceAccount']);
    },
  );

  test('may have any name that Kubernetes takes', () => {
    const [alpha] = definePlatform(alphaProps({ existing: { serviceAccount: 'ml.trainer-2' } })).projects;
    expect(alpha?.serviceAccount).toBe('ml.trainer-2');
  });
});
