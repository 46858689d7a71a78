import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import * as ts from 'typescript/lib/typescript.js';

const root = join(__dirname, '../..');

/** Declarations of the package's entry points, as its users get them. */
function declarationFiles(): string[] {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Readonly<Record<string, string | { readonly types: string }>>;
  };
  return Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [join(root, entry.types)]));
}

/** The package's own files alone: those of other packages are large, and others document them. */
function ownProgram(files: readonly string[]): ts.Program {
  const options: ts.CompilerOptions = { noLib: true, types: [], module: ts.ModuleKind.CommonJS };
  const host = ts.createCompilerHost(options);
  const found = (from: string, path: string): string | undefined =>
    [`${path}.d.ts`, join(path, 'index.d.ts')].map((name) => join(dirname(from), name)).find(ts.sys.fileExists);
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map(({ text }) => {
      const file = text.startsWith('.') ? found(from, text) : undefined;
      return {
        resolvedModule: file === undefined ? undefined : { resolvedFileName: file, extension: ts.Extension.Dts },
      };
    });
  return ts.createProgram(files, options, host);
}

interface Documented {
  readonly name: string;
  readonly words: string;
}

/** Every export of the entry points, and every member that people may use of those that have members. */
function publicNames(files: readonly string[]): readonly Documented[] {
  const program = ownProgram(files);
  const checker = program.getTypeChecker();
  const wordsOf = (symbol: ts.Symbol): string => ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const exported = files
    .flatMap((file) => {
      const module = checker.getSymbolAtLocation(program.getSourceFile(file) as ts.SourceFile);
      return module === undefined ? [] : checker.getExportsOfModule(module);
    })
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
  return [...new Set(exported)].flatMap((symbol) => {
    const [declaration] = symbol.declarations ?? [];
    // `export * as iam`: what it holds is documented in its own file.
    if (declaration === undefined || ts.isSourceFile(declaration)) return [];
    const name = `${relative(root, declaration.getSourceFile().fileName)} ${symbol.name}`;
    const members =
      ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration) ? [...declaration.members] : [];
    return [
      { name, words: wordsOf(symbol) },
      ...members.flatMap((member) => {
        const { name: id } = member;
        const isPrivate = ts.getCombinedModifierFlags(member as ts.Declaration) & ts.ModifierFlags.Private;
        const own = id && !isPrivate && !ts.isPrivateIdentifier(id) ? checker.getSymbolAtLocation(id) : undefined;
        return own === undefined ? [] : [{ name: `${name}.${own.name}`, words: wordsOf(own) }];
      }),
    ];
  });
}

test('every name that people import, and every field of it, says what it is for', () => {
  const names = publicNames(declarationFiles());
  expect(names.length).toBeGreaterThan(1000);
  expect(names.filter(({ words }) => words.trim() === '').map(({ name }) => name)).toEqual([]);
});
