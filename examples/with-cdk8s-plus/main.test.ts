import { snapshotExample } from '../snapshot';

describe('the example writes', () => snapshotExample('with-cdk8s-plus'));
