export { logKeyPolicy } from './log-key';
export { secretsKeyPolicy } from './secrets-key';
export { storageKeyPolicy } from './storage-key';
export { trailKeyPolicy } from './trail-key';
export { volumeKeyPolicy } from './volume-key';
