import { snapshotExample } from '../snapshot';

describe('the example writes', () => snapshotExample('document-1'));
