import { object, turned, type Loose } from './example';

type Row = [string, readonly string[], (objects: Loose[]) => void];

describe('what stands on volumes and claims beside their places', () => {
  const volume = (o: Loose[]): Loose => object(o, 'PersistentVolume', 'ml-alpha--checkpoints').spec;
  const claim = (o: Loose[]): Loose => object(o, 'PersistentVolumeClaim', 'alpha--checkpoints').metadata;

  test.each<Row>([
    [
      'a volume that is mounted with a Secret of another project',
      ['storage/places-apart'],
      (o) => (volume(o).csi.nodeStageSecretRef = { name: 'key', namespace: 'ml-beta' }),
    ],
    ['one of its own', [], (o) => (volume(o).csi.nodeStageSecretRef = { name: 'key', namespace: 'ml-alpha' })],
    ['a volume that remembers another claim', ['storage/claims-bind'], (o) => (volume(o).claimRef.uid = 'a')],
    [
      'a volume that remembers its claim',
      [],
      (o) => {
        volume(o).claimRef.uid = 'a';
        claim(o).uid = 'a';
      },
    ],
    [
      'a class in the older way, which comes first',
      ['storage/bound-claims', 'storage/claims-bind'],
      (o) => (claim(o).annotations = { 'volume.beta.kubernetes.io/storage-class': 'gp2' }),
    ],
  ])('%s', (_, expected, change) => {
    expect(turned((o) => void change(o))).toEqual(expected);
  });
});
