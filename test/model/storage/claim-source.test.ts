import { definePlatform, type ClaimSource, type PlatformProps, type ProjectProps } from '../../../lib';
import { faultPaths, faultsOf } from '../../faults-of';
import { alphaProps, platformProps } from '../../platform-props';

const LUSTRE = {
  kind: 'fsx-lustre',
  fileSystemId: 'fs-0123456789abcdef0',
  dnsName: 'fs-0123456789abcdef0.fsx.us-west-2.amazonaws.com',
  mountName: 'abcdefgh',
  sizeGiB: 4800,
} as const;
const ALIAS = { ...LUSTRE, dnsName: 'lustre.training.example.com' };
const CLASS = { kind: 'storage-class', storageClass: 'weka', sizeGiB: 100 } as const;

const pathsWith = (storage: unknown): readonly string[] =>
  faultPaths(() => definePlatform(alphaProps({ storage } as Partial<ProjectProps>)));
const accepts = (storage: ProjectProps['storage']): void => {
  expect(definePlatform(alphaProps({ ...(storage && { storage }) })).projects).toHaveLength(2);
};
const bare: Partial<PlatformProps> = { aws: undefined as never, cni: 'cilium' };

describe('a Lustre file system', () => {
  test('is mounted by its name, so a name with the id of another is refused', () => {
    const other = { ...LUSTRE, dnsName: LUSTRE.dnsName.replace('0123', '9999') };
    const [fault] = faultsOf(() => definePlatform(alphaProps({ storage: { checkpoints: other } })));
    expect(fault).toMatchObject({
      path: 'projects[0].storage.checkpoints.dnsName',
      fix: expect.stringContaining(`"${LUSTRE.dnsName}"`) as string,
    });
    accepts({ checkpoints: LUSTRE });
    accepts({ checkpoints: ALIAS });
  });

  test('counts for two projects as one by its id and by the name that is mounted', () => {
    const shared = (second: ClaimSource): readonly string[] => {
      const [alpha, beta] = platformProps().projects as [ProjectProps, ProjectProps];
      const projects = [
        { ...alpha, storage: { checkpoints: ALIAS } },
        { ...beta, storage: { checkpoints: second } },
      ];
      return faultPaths(() => definePlatform(platformProps({ projects })));
    };
    expect(shared({ ...ALIAS, fileSystemId: 'fs-99999999999999999' })).toEqual(['projects[1].storage.checkpoints']);
    expect(shared(LUSTRE)).toEqual(['projects[1].storage.checkpoints']);
  });
});

describe('a StorageClass', () => {
  test('makes an empty volume, so it is no source of data', () => {
    expect(pathsWith({ datasets: CLASS })).toEqual(['projects[0].storage.datasets']);
    const [fault] = faultsOf(() =>
      definePlatform(platformProps({ ...bare, storage: { datasets: CLASS as never }, components: [] })),
    );
    expect(fault).toMatchObject({ path: 'storage.datasets', fix: expect.stringContaining('"existing"') as string });
    accepts({ checkpoints: CLASS });
  });

  test.each(['gp3', 'auto-ebs-sc', 'ml-gp3'])(
    'of disks such as %s holds no claim for several nodes',
    (storageClass) => {
      const checkpoints = { ...CLASS, storageClass };
      expect(pathsWith({ checkpoints })).toEqual(['projects[0].storage.checkpoints.accessMode']);
      accepts({ checkpoints: { ...checkpoints, accessMode: 'ReadWriteOnce' } });
    },
  );

  test('outside AWS may have any name, also one of EBS', () => {
    const storage = { checkpoints: { ...CLASS, storageClass: 'gp3' } };
    const platform = definePlatform(platformProps({ ...bare, storage, components: ['kyverno'] }));
    expect(platform.projects[0]?.checkpoints?.source).toMatchObject({ storageClass: 'gp3' });
  });
});

describe('leave to change objects', () => {
  test.each(['allowOverwrite', 'allowDelete'])('is nothing for data: %s is refused there', (option) => {
    expect(pathsWith({ datasets: { kind: 's3', bucket: 'training-data-bucket', [option]: true } })).toEqual([
      `projects[0].storage.datasets.${option}`,
    ]);
  });

  test('to delete is of all projects or of none where they share one role', () => {
    const props = alphaProps({ storage: { checkpoints: { kind: 's3', bucket: 'own', allowDelete: true } } });
    const aws = { ...props.aws, credentials: { kind: 'shared-role', reason: 'no right to make roles' } } as never;
    expect(faultPaths(() => definePlatform({ ...props, aws }))).toEqual([
      'projects[0].storage.checkpoints.allowDelete',
    ]);
    const storage = { checkpoints: { kind: 's3', bucket: 'own', allowDelete: true } } as const;
    expect(definePlatform(platformProps({ aws, storage })).projects).toHaveLength(2);
  });
});
