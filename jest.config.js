/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/examples'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  moduleNameMapper: {
    // Pulumi's SDK loads a TypeScript compiler for closures, which nothing here uses: a second for every test file.
    '^typescript$': '<rootDir>/test/typescript-stub.js',
    '^training-isolation$': '<rootDir>/lib/index.ts',
    '^training-isolation/(.*)$': '<rootDir>/lib/$1/index.ts',
  },
};
