import tseslint from 'typescript-eslint';

const injectTime = 'Time is injected: a chart has `after`, the rest the scheduler or the Clock (src/stack/clock.ts).';
const timers = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
  'queueMicrotask'
];
const banned = [
  ...timers.map((name) => ({ name, message: injectTime })),
  { name: 'Date', message: 'Inject the time, or let the caller give it: nothing here knows the calendar.' },
  { name: 'performance', message: 'Inject the monotonic Clock (src/stack/clock.ts).' },
  { name: 'console', message: 'Count it (machines/counters.ts), tell `onError`, or publish a trace event.' },
  { name: 'process', message: 'Only src/cli may read the process: pass the value as an option.' },
  { name: 'Buffer', message: 'Uint8Array only: this file runs in a browser.' },
  { name: 'crypto', message: 'Inject an Entropy (src/transaction/branch.ts).' },
  { name: 'fetch', message: 'No I/O here.' },
  { name: 'WebSocket', message: 'A transport actor is injected.' }
];

export default tseslint.config(
  { ignores: ['dist/**', 'coverage/**', '**/*.js', '**/*.cjs', '**/*.mjs'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./test/tsconfig.json', './visualizations/inspector/page/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname
      }
    }
  },
  {
    // No clock, no randomness, no sockets, no process: all but the shell runs in a browser and under a test's hand.
    files: ['src/**/*.ts', 'machines/**/*.ts'],
    ignores: ['src/transport/**', 'src/server/location/**', 'src/cli/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        { globals: banned, checkGlobalObject: true, globalObjects: ['globalThis', 'self', 'window', 'global'] }
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Inject an Entropy (src/transaction/branch.ts).' }
      ]
    }
  },
  {
    // Sockets and stores are of the host's, but randomness is still injected and nothing is printed.
    files: ['src/transport/**/*.ts', 'src/server/location/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', { globals: banned.filter(({ name }) => name === 'console') }],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Inject an Entropy (src/transaction/branch.ts).' }
      ]
    }
  },
  {
    // Twenty lines for a README: an arrow that only prints stays one line.
    files: ['examples/**/*.ts'],
    rules: { '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }] }
  },
  {
    // A test states what it knows (`found[0]!`, a stub that is async because its type is), and prints numbers in messages.
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/unbound-method': 'off'
    }
  }
);
