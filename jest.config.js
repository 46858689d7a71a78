const commonjs = (syntax) => ({
  jsc: { target: 'es2022', parser: { syntax } },
  module: { type: 'commonjs' },
});

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/examples'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', commonjs('typescript')],
    '^.+\\.js$': ['@swc/jest', commonjs('ecmascript')],
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
