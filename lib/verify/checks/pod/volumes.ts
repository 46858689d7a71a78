import { itemsIn } from '../../input/field';
import type { Check } from '../check';
import { fails, type Problem } from '../../problem';
import { volcanoVolumes } from '../../workload/volcano-volumes';
import { ruledPods } from '../training-pods';

/** Sources that hold nothing of anybody else. Whatever is invented later is not among them. */
const ALLOWED = new Set(['emptyDir', 'configMap', 'secret', 'downwardAPI', 'persistentVolumeClaim', 'projected']);
const PROJECTED = new Set(['configMap', 'secret', 'downwardAPI', 'serviceAccountToken']);

export const volumes: Check = {
  id: 'pod/volumes',
  title: 'Training pods use volumes of a short list of kinds',
  why: 'An image volume escapes the rules about images, an inline driver names any server, an ephemeral claim any class.',
  stops: ['A1', 'T13'],
  control: 'volumes of emptyDir, configMap, secret, downwardAPI, persistentVolumeClaim and projected parts of them',
  fix: 'use a claim of the project, or an emptyDir: for /dev/shm one with medium Memory',
  *judge(evidence) {
    yield* ruledPods(evidence, 'own-volumes', ({ spec, workload }) => [
      ...volcanoVolumes(workload).flatMap((volume): Problem[] => {
        const at = volume.get('volumeClaim');
        return at === undefined ? [] : [fails('its job makes a claim of any class', { at })];
      }),
      ...itemsIn(spec, 'volumes').flatMap((volume): Problem[] => {
        const name = String(volume.get('name')?.value);
        const [source] = volume.entries().filter(([key]) => key !== 'name');
        // Without a source a volume is an emptyDir.
        if (source === undefined) return [];
        const [kind, at] = source;
        if (!ALLOWED.has(kind)) return [fails(`volume ${name} is of kind ${kind}`, { at })];
        if (kind !== 'projected') return [];
        return itemsIn(at, 'sources').flatMap((item): Problem[] => {
          const other = item.entries().find(([key]) => !PROJECTED.has(key));
          return other === undefined ? [] : [fails(`volume ${name} projects a ${other[0]}`, { at: other[1] })];
        });
      }),
    ]);
  },
};
