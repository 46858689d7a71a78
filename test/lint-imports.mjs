// Lints import statements as if they stood in files of lib/: [[file, statement], ...] on standard input, messages out.
import { readFileSync } from 'node:fs';
import { ESLint } from 'eslint';

const eslint = new ESLint();
const cases = JSON.parse(readFileSync(0, 'utf8'));
const messages = [];
for (const [file, statement] of cases) {
  const [result] = await eslint.lintText(`${statement}\nexport const used = imported;\n`, { filePath: `lib/${file}` });
  messages.push(
    result.messages.filter(({ ruleId }) => ruleId === 'boundaries/dependencies').map(({ message }) => message),
  );
}
process.stdout.write(JSON.stringify(messages));
