const quickGlobals = '<rootDir>/test/harness/quick-globals.mjs';

/** Native ES modules through swc; see CONTRIBUTING.md for how to run one file. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      quickGlobals,
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
    // What the app spends its time in; plain JavaScript already.
    '/node_modules/(@bitrix24/b24jssdk|axios|canonicalize|fast-check|i18next|kysely|luxon|zod)/.+\\.m?js$': [
      quickGlobals,
      { isPlain: true },
    ],
  },
  transformIgnorePatterns: [],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cache/'],
  setupFilesAfterEnv: ['<rootDir>/test/harness/laws-seed.mjs'],
  globalSetup: '<rootDir>/test/harness/global-setup.mjs',
  globalTeardown: '<rootDir>/test/harness/global-teardown.mjs',
  // Some of a test’s time is waiting for a disk, a browser or another process; three fill two cores.
  maxWorkers: 3,
  workerIdleMemoryLimit: '400MB',
  testTimeout: 60_000,
  reporters: ['default', '<rootDir>/test/harness/closing-line-reporter.mjs'],
};
