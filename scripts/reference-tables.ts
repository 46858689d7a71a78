import * as ts from 'typescript/lib/typescript.js';
import { entryDeclarations, OwnDeclarations } from './own-declarations';
import { weakeningsTable } from './weakenings-table';

/** A part of the reference: what people start from, and what it is about. */
interface Part {
  readonly title: string;
  readonly about: string;
  /** Names that people write, by the entry that offers them; types that their fields have follow by themselves. */
  readonly roots: Readonly<Record<string, readonly string[]>>;
}

const PARTS: readonly Part[] = [
  {
    title: 'The description',
    about:
      'What `definePlatform` takes, in TypeScript; in a file of JSON or YAML the same fields. Every weakening stands under `unsafe`, or is a field of type `Weakening`.',
    roots: { '.': ['PlatformProps'] },
  },
  {
    title: 'Manifests',
    about: 'Constructs of `training-isolation/kubernetes`, for a program of cdk8s.',
    roots: {
      './kubernetes': [
        ...['PlatformIsolation', 'PlatformIsolationProps', 'TrainingProject', 'TrainingProjectProps'],
        ...['TrainingJob', 'TrainingJobProps', 'ProbeJob', 'ProbeJobProps', 'ProjectSecrets', 'ProjectSecretsProps'],
      ],
    },
  },
  {
    title: 'Infrastructure',
    about:
      'Components of `training-isolation/aws`, for a program of Pulumi. Each works alone, beside what is there already.',
    roots: {
      './aws': [
        ...['TrainingNetwork', 'TrainingNetworkArgs', 'TrainingCluster', 'TrainingClusterArgs', 'GpuNodePool'],
        ...['GpuNodePoolArgs', 'ProjectIdentity', 'ProjectIdentityArgs', 'SharedIdentity', 'SharedIdentityArgs'],
        ...['TrainingStorage', 'TrainingStorageArgs', 'ProjectFileSystem', 'ProjectFileSystemArgs'],
        ...['AuditTrail', 'AuditTrailArgs'],
      ],
    },
  },
  {
    title: 'Verdicts',
    about:
      'What `verify` takes and gives as a library, and the options of what judges the output of a program: matchers of unit tests, the validation of cdk8s, the policy of Pulumi.',
    roots: {
      './verify': ['VerifyOptions', 'Report', 'Comparison'],
      './testing': ['IsolationOptions', 'ConnectionQuestion'],
      './cdk8s-plugin': ['IsolationValidationProps'],
      './policy-pack': ['IsolationPolicyOptions'],
    },
  },
];

/** Made by a function (`definePlatform`, `readAssumptions`) and never written by hand: their fields are no part of what people write. */
const DERIVED = ['Platform', 'Project', 'Pool', 'NodeGroup', 'Assumptions'];

export function referenceDocument(): string {
  const entries = entryDeclarations();
  const declarations = new OwnDeclarations([...entries.values()]);
  const told = new Set<ts.Symbol>();
  const exported = new Set([...entries.values()].flatMap((file) => declarations.exportsOf(file)));
  const parts = PARTS.map(({ title, about, roots }) => {
    const named = Object.entries(roots).flatMap(([entry, names]) => {
      const offered = declarations.exportsOf(entries.get(entry) as string);
      return names.map((name) => found(offered, name));
    });
    const symbols = withTheirTypes(declarations, exported, named, told);
    return [`## ${title}`, about, ...symbols.map((symbol) => ({ symbol }))];
  });
  const names = new Set([...told].map(({ name }) => name));
  const body = parts
    .flat()
    .map((piece) => (typeof piece === 'string' ? piece : section(declarations, piece.symbol, names)));
  return `${['# Reference', INTRODUCTION, ...body, WEAKENINGS, weakeningsTable()].join('\n\n')}\n`;
}

const WEAKENINGS = `## Weakenings

None is on by default. Each has a reason, which stands in \`training-isolation/accepted-risk\`: on the object that it weakens, and of
nodes, the network plugin and the account on the Namespace of every project that lives with it. Those of the description also
stand in \`platform.acceptedRisks\`; the verdict calls what they open accepted, on that object and no other.`;

const INTRODUCTION = `<!-- Made by \`npx jiti scripts/reference-document.ts\` from the docstrings of the built package. -->

Every field that people write: what it is for, and what it is where nobody writes it. A field without a default is required,
unless its text says when it is.`;

function found(exported: readonly ts.Symbol[], name: string): ts.Symbol {
  const symbol = exported.find((one) => one.name === name);
  if (symbol === undefined) throw new Error(`no export is called ${name}`);
  return symbol;
}

/** The names and, behind each, the types of the package that it mentions and that have not been told yet. */
function withTheirTypes(
  declarations: OwnDeclarations,
  exported: ReadonlySet<ts.Symbol>,
  roots: readonly ts.Symbol[],
  told: Set<ts.Symbol>,
): readonly ts.Symbol[] {
  const all: ts.Symbol[] = [];
  const tell = (symbol: ts.Symbol): void => {
    if (told.has(symbol)) return;
    told.add(symbol);
    all.push(symbol);
    if (isClass(symbol)) return;
    for (const mentioned of mentions(declarations, symbol)) {
      if (DERIVED.includes(mentioned.name) || isClass(mentioned) || !isWritten(mentioned)) continue;
      if (!exported.has(mentioned)) throw new Error(`${symbol.name} mentions ${mentioned.name}: export it beside it`);
      tell(mentioned);
    }
  };
  roots.forEach(tell);
  return all;
}

/** Whether people write it: no parameter of a type, and nothing of Kubernetes' own types. */
const isWritten = ({ flags, declarations }: ts.Symbol): boolean =>
  (flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias)) !== 0 &&
  declarations?.some((one) => one.getSourceFile().fileName.includes('.generated.')) !== true;

const isClass = ({ flags }: ts.Symbol): boolean => (flags & ts.SymbolFlags.Class) !== 0;

/** Types by the order in which the declaration names them, those of fields that it inherits included. */
function mentions(declarations: OwnDeclarations, symbol: ts.Symbol): readonly ts.Symbol[] {
  const mentioned: ts.Symbol[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node)) {
      const type = declarations.named(node.typeName);
      if (type !== undefined) mentioned.push(type);
    }
    node.forEachChild(visit);
  };
  const nodes = isAlias(symbol)
    ? symbol.declarations
    : declarations.membersOf(symbol).flatMap(({ declarations: own }) => own ?? []);
  nodes?.forEach(visit);
  return mentioned;
}

const isAlias = ({ flags }: ts.Symbol): boolean => (flags & ts.SymbolFlags.TypeAlias) !== 0;

function section(declarations: OwnDeclarations, symbol: ts.Symbol, names: ReadonlySet<string>): string {
  const words = declarations.wordsOf(symbol);
  const heading = `### \`${symbol.name}\``;
  if (isAlias(symbol)) {
    const [declaration] = (symbol.declarations ?? []).filter(ts.isTypeAliasDeclaration);
    const literals = declarations.literalsOf(symbol).map((text) => `\`${text}\``);
    const isSpelt = declaration === undefined || !/\btypeof\b/.test(declaration.type.getText());
    return [
      heading,
      linked(words),
      isSpelt ? typeText(declaration?.type, names) : `One of ${literals.join(', ')}.`,
    ].join('\n\n');
  }
  const rows = declarations
    .membersOf(symbol)
    .filter(({ flags, declarations: own }) => (flags & ts.SymbolFlags.Method) === 0 && own !== undefined)
    .map((member) => row(declarations, member, names, isClass(symbol)));
  const head = isClass(symbol)
    ? ['| has | type | what it is |', '| --- | --- | --- |']
    : ['| field | type | default | what it is for |', '| --- | --- | --- | --- |'];
  const throwing = declarations.tagOf(symbol, 'throws');
  return [
    heading,
    linked(words),
    ...(throwing === undefined ? [] : [`Throws ${linked(throwing).replace(/\s+/g, ' ')}.`]),
    ...(rows.length === 0 ? [] : [[...head, ...rows].join('\n')]),
  ].join('\n\n');
}

function row(declarations: OwnDeclarations, member: ts.Symbol, names: ReadonlySet<string>, ofClass: boolean): string {
  const [declaration] = member.declarations ?? [];
  const type = declaration !== undefined && 'type' in declaration ? (declaration.type as ts.TypeNode) : undefined;
  const isOptional = (member.flags & ts.SymbolFlags.Optional) !== 0;
  const given = declarations.tagOf(member, 'default');
  const cells = [
    `\`${member.name}\``,
    typeText(type, names),
    ...(ofClass ? [] : [isOptional ? defaultText(given) : '**required**']),
    linked(declarations.wordsOf(member)),
  ];
  return `| ${cells.map((cell) => cell.replace(/\s+/g, ' ').replaceAll('|', '\\|')).join(' | ')} |`;
}

/** `- ` stands before words; what else is a value, with words behind it or not. */
function defaultText(given: string | undefined): string {
  if (given === undefined) return '–';
  if (given.startsWith('- ')) return given.slice(2);
  return given.replace(/^("[^"]*"|\[[^\]]*\]|[^\s,:]+)/, '`$1`');
}

/** A type as it is written, with a way to those that stand in this document. */
function typeText(type: ts.TypeNode | undefined, names: ReadonlySet<string>): string {
  const text = (type?.getText() ?? '')
    .replace(/\/\*\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .trim();
  const mentioned = [...new Set(text.match(/\b[A-Z]\w+/g) ?? [])].filter((name) => names.has(name));
  const ways = mentioned.map((name) => `[${name}](#${name.toLowerCase()})`);
  return mentioned.length === 1 && text === mentioned[0]
    ? (ways[0] as string)
    : `\`${text}\`${ways.length === 0 ? '' : ` (${ways.join(', ')})`}`;
}

function linked(words: string): string {
  return words.replace(/\{@link (\w+) ?\}/g, '`$1`');
}
