import { grouped } from '../../lib/model/grouped';

test('items of one key stand together, keys and items in the order in which they come', () => {
  const groups = grouped(['beta', 'alpha', 'bravo', 'apex'], (name) => name[0]);
  expect([...groups]).toEqual([
    ['b', ['beta', 'bravo']],
    ['a', ['alpha', 'apex']],
  ]);
});
