// One jest run for the whole workspace. Sources are read as TypeScript through the @accord/source condition, so no build is needed.
export default {
  rootDir: '../..',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/e2e'],
  testMatch: ['**/*.spec.ts'],
  modulePathIgnorePatterns: ['/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['@accord/source', 'node', 'node-addons'] },
  transform: {
    '\\.ts$': ['@swc/jest', {
      swcrc: false,
      module: { type: 'es6' },
      jsc: {
        target: 'es2022', keepClassNames: true,
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      },
    }],
  },
  testTimeout: 30_000,
};
