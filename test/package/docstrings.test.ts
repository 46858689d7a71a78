import { relative } from 'node:path';
import { entryDeclarations, OwnDeclarations } from '../../scripts/own-declarations';

test('every name that people import, and every field of it, says what it is for', () => {
  const files = [...entryDeclarations().values()];
  const declarations = new OwnDeclarations(files);
  const named = [...new Set(files.flatMap((file) => declarations.exportsOf(file)))].flatMap((symbol) => {
    const source = symbol.declarations?.[0]?.getSourceFile().fileName;
    // `export * as iam`: what it holds is documented in its own file.
    if (source === undefined || symbol.name.startsWith('"')) return [];
    const name = `${relative(process.cwd(), source)} ${symbol.name}`;
    const hasMembers = symbol.declarations?.some((one) => 'members' in one) ?? false;
    const members = hasMembers ? declarations.membersOf(symbol) : [];
    return [
      { name, words: declarations.wordsOf(symbol) },
      ...members.map((member) => ({ name: `${name}.${member.name}`, words: declarations.wordsOf(member) })),
    ];
  });
  expect(named.length).toBeGreaterThan(1000);
  expect(named.filter(({ words }) => words === '').map(({ name }) => name)).toEqual([]);
});
