import { grouped, groupedByEach } from '../../lib/model/grouped';

test('items of one key stand together, keys and items in the order in which they come', () => {
  const groups = grouped(['beta', 'alpha', 'bravo', 'apex'], (name) => name[0]);
  expect([...groups]).toEqual([
    ['b', ['beta', 'bravo']],
    ['a', ['alpha', 'apex']],
  ]);
});

test('items of several keys stand under each of them, items of none nowhere', () => {
  const groups = groupedByEach(['ab', '', 'b'], (letters) => letters);
  expect([...groups]).toEqual([
    ['a', ['ab']],
    ['b', ['ab', 'b']],
  ]);
});
