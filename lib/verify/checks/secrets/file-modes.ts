import type { Check } from '../check';
import { fails, type Problem } from '../finding';
import { trainingPods } from '../pod/training-pods';

export const fileModes: Check = {
  id: 'secrets/file-modes',
  title: 'Mounted Secrets are readable for their process and nobody else',
  why: 'A mode written as 0400 is 256 to some readers and 400, which is writable, to others.',
  answers: ['A1'],
  control: 'defaultMode 256 (0400) or 288 (0440) of Secret volumes',
  fix: 'write defaultMode: 256, which is 0400 to every reader',
  *judge(evidence) {
    yield* trainingPods(evidence, ({ spec }): Problem[] | undefined => {
      const secrets = (spec.get('volumes')?.items() ?? []).flatMap((volume) => [
        ...(volume.get('secret') === undefined ? [] : [volume.get('secret')]),
        ...((volume.at('projected', 'sources')?.items() ?? []).some((source) => source.get('secret') !== undefined)
          ? [volume.get('projected')]
          : []),
      ]);
      if (secrets.length === 0) return undefined;
      return secrets.flatMap((secret): Problem[] => {
        const mode = secret?.get('defaultMode');
        const value = mode?.value;
        if (typeof value === 'number' && Number.isInteger(value) && (value & 0o337) === 0) return [];
        const text =
          mode === undefined
            ? 'defaultMode is not set: 0644, readable for everybody'
            : `defaultMode ${String(value)} lets others in`;
        return [fails(text, { at: mode ?? secret })];
      });
    });
  },
};
