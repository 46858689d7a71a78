import type { Check } from '../check';
import { environment } from './environment';
import { externalStores } from './external-stores';
import { fileModes } from './file-modes';
import { literalCredentials } from './literal-credentials';

/** What must not be possible, then what must work. */
export const SECRETS_CHECKS: readonly Check[] = [environment, externalStores, fileModes, literalCredentials];
