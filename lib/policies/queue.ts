import { QUEUED_KINDS } from '../model/project/queue';
import { JOB, type JudgedKinds, type Kind } from './judged';

/** Jobs of Kubernetes in the version that rules read, those of others in any. */
const WORKLOADS = QUEUED_KINDS.map((kind): Kind => (kind.kind === JOB.kind ? JOB : { ...kind, version: '*' }));

export const QUEUED: readonly JudgedKinds[] = [{ kinds: WORKLOADS, operations: ['CREATE', 'UPDATE'] }];
