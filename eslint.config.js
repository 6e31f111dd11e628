import tseslint from 'typescript-eslint';

const toolConfigs = ['*.config.js', '**/*.config.ts', 'test/harness/*.mjs'];
const nodeGlobals = [
  'process',
  'console',
  'URL',
  'Buffer',
  'fetch',
  'setTimeout',
  'clearTimeout',
  'setInterval',
];

/** What a name must not say; the rest of the layout is held by test/architecture.test.ts. */
const syntax = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  { selector: 'ForInStatement', message: 'Use for…of with Object.keys or Object.entries.' },
];

const bugs = {
  'array-callback-return': 'error',
  eqeqeq: 'error',
  'no-async-promise-executor': 'error',
  'no-case-declarations': 'error',
  'no-cond-assign': 'error',
  'no-constant-binary-expression': 'error',
  'no-constant-condition': ['error', { checkLoops: 'allExceptWhileTrue' }],
  'no-control-regex': 'error',
  'no-debugger': 'error',
  'no-dupe-else-if': 'error',
  'no-duplicate-case': 'error',
  'no-empty': 'error',
  'no-empty-pattern': 'error',
  'no-fallthrough': 'error',
  'no-irregular-whitespace': ['error', { skipStrings: true, skipTemplates: true, skipRegExps: true }],
  'no-loss-of-precision': 'error',
  'no-promise-executor-return': 'off',
  'no-prototype-builtins': 'error',
  'no-self-assign': 'error',
  'no-self-compare': 'error',
  'no-sparse-arrays': 'error',
  'no-template-curly-in-string': 'error',
  'no-throw-literal': 'error',
  'no-unmodified-loop-condition': 'error',
  'no-unreachable': 'error',
  'no-unsafe-finally': 'error',
  'no-unsafe-optional-chaining': 'error',
  'no-useless-catch': 'error',
  'no-useless-escape': 'error',
  'no-var': 'error',
  'prefer-const': ['error', { destructuring: 'all' }],
  'use-isnan': 'error',
  'valid-typeof': 'error',
};

const shape = {
  complexity: ['error', 20],
  'func-style': ['error', 'declaration', { allowArrowFunctions: true }],
  'max-depth': ['error', 4],
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', 5],
  'no-restricted-syntax': ['error', ...syntax],
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
};

export default tseslint.config(
  { ignores: ['dist/**', '.cache/**', 'data/**', '**/auto-imports.d.ts', '**/components.d.ts', '**/*.vue'] },
  { linterOptions: { noInlineConfig: true } },
  { rules: { ...bugs, ...shape } },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        [...nodeGlobals, 'clearInterval', 'globalThis'].map((name) => [name, 'readonly']),
      ),
    },
    rules: { 'no-undef': 'error', 'no-unused-vars': ['error', { argsIgnorePattern: '^_' }] },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['client-widget/vite.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'no-throw-literal': 'off',
    },
  },
  { files: ['server/**/*.ts'], rules: { 'no-console': 'error' } },
  {
    files: ['client-widget/**/*.ts'],
    rules: { 'no-console': ['error', { allow: ['warn', 'error', 'debug'] }] },
  },
  { files: ['server/cli/**/*.ts', 'server/main.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: { complexity: ['error', 30], 'max-lines-per-function': 'off', 'max-params': ['error', 6] },
  },
  {
    files: toolConfigs,
    rules: {
      'no-restricted-syntax': [
        'error',
        ...syntax.filter(({ selector }) => selector !== 'ExportDefaultDeclaration'),
      ],
    },
  },
);
