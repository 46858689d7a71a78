import type { Excuse } from './excuse';

export const OF_ADMISSION: readonly Excuse[] = [];
