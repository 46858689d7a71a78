import type { Check } from '../check';
import { starts } from './starts';
import { accountToken } from './account-token';
import { complete } from './complete';
import { deviceRuntime } from './device-runtime';
import { devices } from './devices';
import { fitsLimits } from './fits-limits';
import { gpus } from './gpus';
import { imageDigest } from './image-digest';
import { interruption } from './interruption';
import { mesh } from './mesh';
import { mountedCode } from './mounted-code';
import { nodeName } from './node-name';
import { ownImages } from './own-images';
import { owned } from './owned';
import { queue } from './queue';
import { quota } from './quota';
import { readOnlyRoot } from './read-only-root';
import { references } from './references';
import { resourceClaims } from './resource-claims';
import { resources } from './resources';
import { runtimeClass } from './runtime-class';
import { security } from './security';
import { securityLabels } from './security-labels';
import { serviceAccount } from './service-account';
import { volumes } from './volumes';
import { writablePlaces } from './writable-places';

/** What must not be possible, then what must work. */
export const POD_CHECKS: readonly Check[] = [
  accountToken,
  devices,
  gpus,
  imageDigest,
  mountedCode,
  nodeName,
  ownImages,
  owned,
  quota,
  readOnlyRoot,
  resourceClaims,
  resources,
  security,
  securityLabels,
  serviceAccount,
  volumes,
  references,
  complete,
  fitsLimits,
  starts,
  interruption,
  mesh,
  runtimeClass,
  queue,
  deviceRuntime,
  writablePlaces,
];
