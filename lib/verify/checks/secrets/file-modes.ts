import { itemsIn, type Field } from '../../input/field';
import type { Check } from '../check';
import { fails, type Problem } from '../../problem';
import { trainingPods } from '../training-pods';

export const fileModes: Check = {
  id: 'secrets/file-modes',
  title: 'Mounted Secrets are readable for their process and nobody else',
  why: 'A mode written as 0400 is 256 to some readers and 400, which is writable, to others.',
  stops: ['A1'],
  control: 'defaultMode 256 (0400) or 288 (0440) of Secret volumes, and no wider mode of a single file',
  fix: 'write defaultMode: 256, which is 0400 to every reader',
  *judge(evidence) {
    yield* trainingPods(evidence, ({ spec }): readonly Problem[] | undefined => {
      const secrets = itemsIn(spec, 'volumes').flatMap(secretsOf);
      if (secrets.length === 0) return undefined;
      return secrets.flatMap(({ volume, items }): readonly Problem[] => {
        const own = items.flatMap((item) => item.get('mode') ?? []);
        // The mode of the volume is that of every file which has none of its own.
        const general = volume.get('defaultMode');
        const isAsked = items.length === 0 || own.length < items.length;
        return [
          ...(isAsked && general === undefined
            ? [fails('defaultMode is not set: 0644, readable for everybody', { at: volume })]
            : []),
          ...(isAsked && general !== undefined ? openMode('defaultMode', general) : []),
          ...own.flatMap((mode) => openMode('mode', mode)),
        ];
      });
    });
  },
};

/** A Secret in a volume: where its general mode stands, and the files that it names. */
interface SecretVolume {
  readonly volume: Field;
  readonly items: readonly Field[];
}

function secretsOf(volume: Field): readonly SecretVolume[] {
  const secret = volume.get('secret');
  const projected = volume.get('projected');
  return [
    ...(secret === undefined ? [] : [{ volume: secret, items: itemsIn(secret, 'items') }]),
    ...itemsIn(projected, 'sources').flatMap((source): readonly SecretVolume[] => {
      const one = source.get('secret');
      return projected === undefined || one === undefined ? [] : [{ volume: projected, items: itemsIn(one, 'items') }];
    }),
  ];
}

function openMode(name: string, mode: Field): readonly Problem[] {
  const { value } = mode;
  return typeof value === 'number' && Number.isInteger(value) && (value & 0o337) === 0
    ? []
    : [fails(`${name} ${String(value)} lets others in`, { at: mode })];
}
