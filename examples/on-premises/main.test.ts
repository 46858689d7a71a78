import { snapshotExample } from '../snapshot';

describe('the example writes', () => snapshotExample('on-premises'));
