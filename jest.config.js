const jsc = { target: 'es2022', parser: { syntax: 'typescript' } };
const commonjs = { type: 'commonjs' };

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/examples'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc, module: commonjs }],
    '^.+\\.js$': ['@swc/jest', { jsc: { ...jsc, parser: { syntax: 'ecmascript' } }, module: commonjs }],
    '^.+\\.tsx$': [
      '@swc/jest',
      {
        jsc: {
          ...jsc,
          parser: { ...jsc.parser, tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        },
        module: commonjs,
      },
    ],
  },
  // Published as ES modules only.
  transformIgnorePatterns: ['/node_modules/(?!@marcbachmann/cel-js/)'],
  moduleNameMapper: {
    // Pulumi's SDK loads a TypeScript compiler for closures, which nothing here uses: a second for every test file.
    '^typescript$': '<rootDir>/test/typescript-stub.js',
    '^training-isolation$': '<rootDir>/lib/index.ts',
    '^training-isolation/(.*)$': '<rootDir>/lib/$1/index.ts',
  },
};
