import { snapshotExample } from '../snapshot';

describe('the example writes', () => snapshotExample('existing-namespace'));
