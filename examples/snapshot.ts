import { runExample } from './run';

/** Makes YAML readable in a snapshot: as it is written, without quotes around it. */
const asWritten: jest.SnapshotSerializerPlugin = {
  test: (value) => typeof value === 'string',
  print: (value) => value as string,
};

/** One snapshot for each object of an example, named by kind, namespace and name. */
export function snapshotExample(name: string): void {
  expect.addSnapshotSerializer(asWritten);
  const objects = [...runExample(name)].flatMap(([file, text]) =>
    text.split(/^---$/m).map((object) => [file, withoutContents(object.trim())] as const),
  );
  // Texts of policies differ from one description to the next in names only; test/policies shows each of them once.
  const isPolicy = (text: string): boolean => /^ {4}training-isolation\/rule: /m.test(text);
  const others = objects.filter(([, text]) => !isPolicy(text));
  test.each(others.map(([file, text]) => [titleOf(file, text), text] as const))('%s', (_, text) => {
    expect(text).toMatchSnapshot();
  });
  const policies = objects.filter(([, text]) => isPolicy(text)).map(([file, text]) => titleOf(file, text));
  if (policies.length > 0) test('admission policies', () => expect(policies.join('\n')).toMatchSnapshot());
}

function titleOf(file: string, text: string): string {
  const field = (name: string, indent = ''): string =>
    new RegExp(`^${indent}${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
  return [file, field('kind'), field('namespace', '  '), field('name', '  ')].filter((part) => part !== '').join(' ');
}

/** Long texts, and names made of their digests, change with the texts and say nothing here. */
function withoutContents(text: string): string {
  return `${text}\n`
    .replace(/^( *)([^\n]*): \|\n((?:\1 {2}[^\n]*\n|\n){20,})/gm, '$1$2: |\n$1  (text)\n')
    .replace(/\b(helpers|config)-[0-9a-f]{10}\b/g, '$1-(digest)')
    .trimEnd();
}
