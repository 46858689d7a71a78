import { snapshotExample } from '../snapshot';

describe('the example writes', () => snapshotExample('single-gpu'));
