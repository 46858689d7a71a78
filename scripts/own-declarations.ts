import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as ts from 'typescript/lib/typescript.js';

const PACKAGE = join(__dirname, '..');
const BUILT = join(PACKAGE, 'build/');

/** Declarations of the package's entry points, as its users get them, by the entry: `./aws`. */
export function entryDeclarations(): ReadonlyMap<string, string> {
  const { exports } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as {
    exports: Readonly<Record<string, string | { readonly types: string }>>;
  };
  return new Map(
    Object.entries(exports).flatMap(([name, entry]) =>
      typeof entry === 'string' ? [] : [[name, join(PACKAGE, entry.types)] as const],
    ),
  );
}

/** The built declarations of this package alone: those of other packages are large, and others document them. */
export class OwnDeclarations {
  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;

  constructor(files: readonly string[]) {
    const options: ts.CompilerOptions = { lib: ['lib.es5.d.ts'], types: [], module: ts.ModuleKind.CommonJS };
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
    this.program = ts.createProgram(files, options, host);
    this.checker = this.program.getTypeChecker();
  }

  /** What a file exports; `export * as x` is one name. */
  exportsOf(file: string): readonly ts.Symbol[] {
    const source = this.program.getSourceFile(file);
    const module = source === undefined ? undefined : this.checker.getSymbolAtLocation(source);
    return (module === undefined ? [] : this.checker.getExportsOfModule(module)).map((symbol) => this.behind(symbol));
  }

  /** The symbol that a name stands for in this package; undefined for one of another package or of the language. */
  named(name: ts.Node): ts.Symbol | undefined {
    const symbol = this.checker.getSymbolAtLocation(name);
    const own = symbol === undefined ? undefined : this.behind(symbol);
    return own?.declarations?.some(isOwn) === true ? own : undefined;
  }

  /** Fields and methods that people may use, those that it inherits within the package included. */
  membersOf(symbol: ts.Symbol): readonly ts.Symbol[] {
    return this.checker.getPropertiesOfType(this.checker.getDeclaredTypeOfSymbol(symbol)).filter((member) => {
      const [declaration] = member.declarations ?? [];
      if (declaration === undefined || !isOwn(declaration) || !isPublic(declaration)) return false;
      const name = ts.getNameOfDeclaration(declaration);
      return name !== undefined && !ts.isPrivateIdentifier(name);
    });
  }

  wordsOf(symbol: ts.Symbol): string {
    return ts.displayPartsToString(symbol.getDocumentationComment(this.checker)).trim();
  }

  /** Text of a tag such as `@default`; undefined without it. */
  tagOf(symbol: ts.Symbol, tag: string): string | undefined {
    const found = symbol.getJsDocTags(this.checker).find(({ name }) => name === tag);
    return found === undefined ? undefined : ts.displayPartsToString(found.text).trim();
  }

  /** Texts that an alias comes to, where it is taken from a value: those of a list, or the keys of a table. */
  literalsOf(alias: ts.Symbol): readonly string[] {
    const type = this.checker.getDeclaredTypeOfSymbol(alias);
    return (type.isUnion() ? type.types : [type]).flatMap((one) => (one.isStringLiteral() ? [one.value] : []));
  }

  private behind(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }
}

/** Not of the language: `Partial`, what every error has. */
const isOwn = (declaration: ts.Declaration): boolean => declaration.getSourceFile().fileName.startsWith(BUILT);

function isPublic(declaration: ts.Declaration): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Static;
  return (ts.getCombinedModifierFlags(declaration) & hidden) === 0;
}
