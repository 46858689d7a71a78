import { runRealNodes } from './run-real-nodes';

/** A program for the suite `node` to end half way: the real nodes, without anybody who reads their answers. */
void runRealNodes().then(() => process.exit(0));
