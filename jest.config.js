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
    '^training-isolation$': '<rootDir>/lib/index.ts',
    '^training-isolation/(.*)$': '<rootDir>/lib/$1/index.ts',
  },
};
