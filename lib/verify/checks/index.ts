import { ACCESS_CHECKS } from './access';
import { ADMISSION_CHECKS } from './admission';
import { AUDIT_CHECKS } from './audit';
import { AUTHORITY_CHECKS } from './authority';
import { NETWORK_CHECKS } from './network';
import { NODE_CHECKS } from './node';
import { PLACEMENT_CHECKS } from './placement';
import { POD_CHECKS } from './pod';
import { SECRETS_CHECKS } from './secrets';
import { STORAGE_CHECKS } from './storage';
import type { Check } from './check';

/** Every check, in the order of reports. A new one is one file in the folder of its family, and one line in the index there. */
export const CHECKS: readonly Check[] = [
  ...PLACEMENT_CHECKS,
  ...NETWORK_CHECKS,
  ...AUTHORITY_CHECKS,
  ...POD_CHECKS,
  ...ADMISSION_CHECKS,
  ...STORAGE_CHECKS,
  ...SECRETS_CHECKS,
  ...ACCESS_CHECKS,
  ...NODE_CHECKS,
  ...AUDIT_CHECKS,
];
