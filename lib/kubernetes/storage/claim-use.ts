/** What the mount is for: data is only ever read, checkpoints are written and read back. */
export type ClaimUse = 'data' | 'checkpoints';
