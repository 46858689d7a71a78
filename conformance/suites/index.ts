import { authority } from './authority';
import { manifests } from './manifests';
import { peers } from './peers';
import { rig } from './rig';
import type { Suite } from './suite';

/** Every suite, in the order in which they run. A new one is a file and a line here. */
export const suites: readonly Suite[] = [peers, rig, manifests, authority];
