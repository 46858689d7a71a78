const { availableParallelism } = require('node:os');

const jsc = { target: 'es2022', parser: { syntax: 'typescript' } };
const swc = (options) => ['@swc/jest', { jsc: { ...jsc, ...options }, module: { type: 'commonjs' } }];

const sandboxInjectedGlobals = [
  'Object',
  'Array',
  'Map',
  'Set',
  'WeakMap',
  'JSON',
  'BigInt',
  'Math',
  'String',
  'Number',
  'Boolean',
  'Symbol',
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // Each look-up of a global goes through the sandbox of a test; these are handed in: a third of the time of a verdict.
  sandboxInjectedGlobals,
  // Some run the binary, or wait for a clock.
  maxWorkers: availableParallelism() + 1,
  testSequencer: '<rootDir>/test/waiting-first.js',
  globalSetup: '<rootDir>/test/kept-setup.js',
  globalTeardown: '<rootDir>/test/kept-teardown.js',
  roots: ['<rootDir>/test', '<rootDir>/examples'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': swc({}),
    '^.+\\.tsx$': swc({
      parser: { ...jsc.parser, tsx: true },
      transform: { react: { runtime: 'automatic', importSource: 'preact' } },
    }),
    '^.+\\.js$': swc({ parser: { syntax: 'ecmascript' } }),
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
