import { snapshotExample } from '../snapshot';

describe('the example writes', () => snapshotExample('multi-node-efa'));
