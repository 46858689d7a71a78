import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/** The floors of lib/, lowest first, each with the floors and the packages that it may import. Imports go down only. */
export const floors = {
  model: { floors: [], packages: ['valibot', 'fastest-levenshtein'] },
  policies: { floors: ['model'], packages: [] },
  kubernetes: { floors: ['policies', 'model'], packages: ['cdk8s', 'constructs', 'valibot'] },
  component: { floors: [], packages: ['@pulumi/pulumi'] },
  aws: { floors: ['component', 'model'], packages: ['@pulumi/pulumi', '@pulumi/aws'] },
  bridge: { floors: ['component', 'model'], packages: ['@pulumi/pulumi', '@pulumi/kubernetes'] },
  plan: { floors: ['model'], packages: ['@pulumi/pulumi', 'jiti', 'js-yaml'] },
  verify: {
    floors: ['model'],
    packages: [
      'js-yaml',
      '@marcbachmann/cel-js',
      'jmespath',
      'valibot',
      'sarif',
      'xmlbuilder2',
      'preact',
      'preact-render-to-string',
      '@dagrejs/dagre',
    ],
  },
  testing: {
    floors: ['verify', 'kubernetes', 'policies', 'plan', 'model'],
    packages: ['cdk8s', 'constructs', 'js-yaml', 'valibot'],
  },
  cli: { floors: ['model', 'policies', 'plan', 'verify'], packages: ['commander', 'cli-table3', 'jiti', 'js-yaml'] },
  'cdk8s-plugin': { floors: ['cli', 'verify', 'model'], packages: [] },
  'policy-pack': { floors: ['verify', 'model'], packages: ['@pulumi/policy', 'valibot'] },
};

const floorPolicies = Object.entries(floors).flatMap(([floor, may]) => [
  {
    from: { element: { type: floor } },
    allow: { to: { element: { types: { anyOf: [floor, ...may.floors] } } } },
  },
  {
    from: { element: { type: floor } },
    allow: { to: { module: { origin: ['core', 'external'], source: ['node:*', ...may.packages] } } },
  },
]);

export default tseslint.config(
  { ignores: ['build/', 'dist/', 'coverage/', '**/*.generated.ts'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'name what you export: no default exports' },
      ],
    },
  },
  { files: ['eslint.config.mjs'], rules: { 'no-restricted-syntax': 'off' } },
  // The compiler says it too (noUnusedLocals, noUnusedParameters), in no time.
  { files: ['**/*.ts', '**/*.tsx'], rules: { '@typescript-eslint/no-unused-vars': 'off' } },
  // Tables of cases are long and read from top to bottom.
  {
    files: ['test/**/*.ts'],
    rules: { 'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }] },
  },
  { files: ['**/*.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['lib/**/*.ts', 'lib/**/*.tsx'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { typescript: { project: 'tsconfig.json' } },
      'boundaries/elements': Object.keys(floors).map((floor) => ({ type: floor, pattern: `lib/${floor}` })),
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        { default: 'disallow', checkAllOrigins: true, checkUnknownLocals: true, policies: floorPolicies },
      ],
    },
  },
);
