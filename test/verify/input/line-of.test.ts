import { inputsOf } from '../../../lib/verify/input/inputs';
import { lineAt, lineOf } from '../../../lib/verify/input/line-of';

const LINES = ['# one of many', 'apiVersion: v1', 'kind: Pod', 'metadata: { name: NAME, namespace: team }', 'spec: {}'];

test.each([
  ['\n', ''],
  ['\r\n', '\n'],
])('values of every document have the line that they stand in, with lines that end in %j', (end, head) => {
  const text =
    head +
    Array.from({ length: 300 }, (_, index) => LINES.join(end).replace('NAME', `p${index}`)).join(`${end}---${end}`);
  const inputs = inputsOf([{ name: 'dump.yaml', text }]);
  inputs.faults.refuse();
  expect(inputs.objects).toHaveLength(300);
  for (const { name, field } of inputs.objects) {
    const line = lineAt(text, text.indexOf(`name: ${name},`));
    expect(lineOf(field.document, [...field.pathInDocument, 'metadata'])).toBe(line);
    expect(lineOf(field.document, [...field.pathInDocument, 'spec'])).toBe(line + 1);
  }
});
