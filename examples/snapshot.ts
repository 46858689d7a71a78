import { runExample } from './run';

/** Makes YAML readable in a snapshot: as it is written, without quotes around it. */
const asWritten: jest.SnapshotSerializerPlugin = {
  test: (value) => typeof value === 'string',
  print: (value) => value as string,
};

/** One snapshot for each object of an example, named by kind, namespace and name; texts of helpers are left out. */
export function snapshotExample(name: string): void {
  expect.addSnapshotSerializer(asWritten);
  const objects = [...runExample(name)].flatMap(([file, text]) =>
    text.split(/^---$/m).map((object) => [file, object.trim()] as const),
  );
  test.each(objects.map(([file, text]) => [titleOf(file, text), text] as const))('%s', (_, text) => {
    expect(shortened(text)).toMatchSnapshot();
  });
}

function titleOf(file: string, text: string): string {
  const field = (name: string, indent = ''): string =>
    new RegExp(`^${indent}${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
  return [file, field('kind'), field('namespace', '  '), field('name', '  ')].filter((part) => part !== '').join(' ');
}

/** A block of text of more than twenty lines is shown by its number of lines. */
function shortened(text: string): string {
  return `${text}\n`
    .replace(/^( *)([^\n]*): \|\n((?:\1 {2}[^\n]*\n|\n){20,})/gm, (_, indent: string, key: string, block: string) => {
      const lines = block.trimEnd().split('\n').length;
      return `${indent}${key}: |\n${indent}  (${lines} lines)\n`;
    })
    .trimEnd();
}
