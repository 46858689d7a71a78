import { definePlatform, type PlatformProps, type PoolProps } from '../../../lib/model';
import { IMAGE_RELEASES, newestRelease } from '../../../lib/model/nodes/node-image';
import { isOlder, missedFloors, SOFTWARE_FLOORS } from '../../../lib/model/nodes/node-software';
import { KUBERNETES_VERSIONS } from '../../../lib/model/kubernetes/kubernetes-version';
import { described, faultsOf, platformOf, POOL } from '../described';

describe('images of nodes', () => {
  it('T10: pins a release that is above every floor, for every version of Kubernetes', () => {
    for (const version of KUBERNETES_VERSIONS) {
      const release = newestRelease(version);
      expect(missedFloors(IMAGE_RELEASES[release] as never)).toEqual([]);
      const platform = platformOf(described({}, { kubernetesVersion: version }));
      expect(platform.pools[0]?.image).toEqual({ family: 'al2023', release });
    }
  });

  it('T10: refuses a release whose software lets a container out, and says which advisory', () => {
    const old = described(
      {},
      { kubernetesVersion: '1.35', pools: [{ ...POOL, image: { release: '1.35.4-20260505' } }] },
    );
    expect(faultsOf(old)).toEqual(['pools[0].image.release', 'pools[0].image.release']);
    expect(() => definePlatform(old)).toThrow(/toolkit 1\.19\.1 or newer: CVE-2026-24260.*a_id\/5850/s);
  });

  it('T10: takes a release that it does not know, for the verifier to call unknown', () => {
    const props = described({}, { pools: [{ ...POOL, image: { release: '1.36.9-20261201' } }] });
    expect(faultsOf(props)).toEqual([]);
  });

  it('T10: each floor turns for what is just below it and for nothing else', () => {
    const good = { driver: '580.159.03', toolkit: '1.19.1', containerd: '2.1.5', runc: '1.3.3' };
    expect(missedFloors(good)).toEqual([]);
    const below = { driver: '580.126.09', toolkit: '1.19.0', containerd: '2.1.4', runc: '1.3.2' };
    for (const { program } of SOFTWARE_FLOORS) {
      const missed = missedFloors({ ...good, [program]: below[program] });
      expect(missed.map((floor) => floor.program)).toEqual([program]);
    }
  });

  it('compares versions by numbers', () => {
    expect(isOlder('1.9.0', '1.19.1')).toBe(true);
    expect(isOlder('1.19.1', '1.19.1')).toBe(false);
    expect(isOlder('2.0', '1.19.1')).toBe(false);
    expect(isOlder('1.19', '1.19.1')).toBe(true);
  });

  it('demands the release of Bottlerocket, which no table here knows', () => {
    const pool = (image: PoolProps['image']): PlatformProps =>
      described({}, { pools: [{ ...POOL, ...(image && { image }) }] });
    expect(faultsOf(pool({ family: 'bottlerocket' }))).toEqual(['pools[0].image.release']);
    expect(faultsOf(pool({ family: 'bottlerocket', release: '1.62.1' }))).toEqual([]);
  });
});
