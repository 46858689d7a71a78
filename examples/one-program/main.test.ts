import { snapshotPlan } from '../snapshot-plan';

describe('the example plans', () => snapshotPlan('one-program'));
