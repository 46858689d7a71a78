import { snapshotExample } from '../snapshot';

describe('the example writes', () => snapshotExample('probe'));
