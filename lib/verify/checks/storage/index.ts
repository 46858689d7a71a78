import type { Check } from '../check';
import { copiesApart } from './copies-apart';
import { boundClaims } from './bound-claims';
import { claimsBind } from './claims-bind';
import { encryptedClasses } from './encrypted-classes';
import { fileSystems } from './file-systems';
import { offNodes } from './off-nodes';
import { ownPlace } from './own-place';
import { placesApart } from './places-apart';
import { readOnlyData } from './read-only-data';
import { resumable } from './resumable';

/** What must not be possible, then what must work. */
export const STORAGE_CHECKS: readonly Check[] = [
  boundClaims,
  copiesApart,
  encryptedClasses,
  fileSystems,
  ownPlace,
  placesApart,
  offNodes,
  readOnlyData,
  resumable,
  claimsBind,
];
