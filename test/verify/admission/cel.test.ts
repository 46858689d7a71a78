import { celTree, celValue } from '../../../lib/verify/admission/cel';

test('expressions that are not evaluated here are read each for itself', () => {
  const [first, second] = ["a.matches('[[:alpha:]]')", "b.matches('[[:digit:]]')"] as const;
  const trees = [celTree(first), celTree(second), celTree(first)].map((tree) => JSON.stringify(tree));
  expect(trees[1]).toContain('"b"');
  expect(trees[2]).toBe(trees[0]);
  expect(trees[2]).toContain('"a"');
  expect(() => celValue(first, { a: 'x' })).toThrow('not evaluated here');
});
