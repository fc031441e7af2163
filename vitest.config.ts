import { defineConfig } from 'vitest/config';
import { engine } from './test/support/engine.ts';

/** Tests import sources, also those that the package publishes under a name. */
const conditions = ['sipcharts-source', 'node', 'import', 'module', 'default'];

/** 100 % of lines, statements, branches and functions. */
const whole = { 100: true } as const;

/** A floor under what talks to sockets and to people: raised as tests come, never lowered. */
const floor = { statements: 80, branches: 75, functions: 80, lines: 80 };

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: engine,
    include: ['test/**/*.test.ts'],
    exclude: ['test/interop/**'],
    // XState's development build prints whole messages when an actor is told something after its end: BYEs that cross do that.
    onConsoleLog: (log) => (log.includes('was sent to stopped actor') ? false : undefined),
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'machines/**/*.ts', 'visualizations/**/*.ts'],
      exclude: [
        'test/**', // the globs above also match inside it
        'src/cli/**', // run as a process by test/interop
        'visualizations/inspector/page/{main.ts,view/**}', // run in a browser by test/interop
        'visualizations/inspector/stately/bridge.ts', // likewise
        'visualizations/generate.ts', // run by `npm run diagrams:check`
        '**/index.ts', // exports only
        'machines/xstate.ts', // exports only
        'machines/events.ts', // types only
        'machines/surroundings.ts' // types only
      ],
      reporter: ['text-summary', ['text', { skipFull: true }], 'html'],
      thresholds: {
        'src/{syntax,message,transaction,dialog,core,sdp}/**/*.ts': whole,
        'machines/**/*.ts': { statements: 95, branches: 95, functions: 95, lines: 95 },
        'src/{trace,metrics}/**/*.ts': { statements: 95, branches: 95, functions: 95, lines: 95 },
        'src/{stack,transport,ua,server,testing,replay}/**/*.ts': floor,
        'visualizations/**/*.ts': floor
      }
    }
  }
});
