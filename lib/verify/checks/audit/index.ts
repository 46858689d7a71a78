import type { Check } from '../check';
import { controlPlane } from './control-plane';
import { dataAccess } from './data-access';
import { flowLogs } from './flow-logs';
import { globalEvents } from './global-events';
import { logKept } from './log-kept';
import { notStopped } from './not-stopped';
import { written } from './written';

/** What must not be possible, then what must work. */
export const AUDIT_CHECKS: readonly Check[] = [
  controlPlane,
  dataAccess,
  globalEvents,
  logKept,
  notStopped,
  written,
  flowLogs,
];
