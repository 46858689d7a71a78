const commonjs = { type: 'commonjs' };
const typescript = { target: 'es2022', parser: { syntax: 'typescript' } };

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/examples'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: typescript, module: commonjs }],
    '^.+\\.tsx$': [
      '@swc/jest',
      {
        jsc: {
          ...typescript,
          parser: { ...typescript.parser, tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        },
        module: commonjs,
      },
    ],
    '^.+\\.js$': ['@swc/jest', { jsc: { ...typescript, parser: { syntax: 'ecmascript' } }, module: commonjs }],
  },
  // Published as ES modules only.
  transformIgnorePatterns: ['/node_modules/(?!@marcbachmann/cel-js/)'],
  // A limit against tests that hang; a slow machine is no fault.
  testTimeout: 120_000,
  moduleNameMapper: {
    // Pulumi's SDK loads a TypeScript compiler for closures, which nothing here uses: a second for every test file.
    '^typescript$': '<rootDir>/test/typescript-stub.js',
    '^training-isolation$': '<rootDir>/lib/index.ts',
    '^training-isolation/(.*)$': '<rootDir>/lib/$1/index.ts',
  },
};
