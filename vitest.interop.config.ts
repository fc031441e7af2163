import { defineConfig } from 'vitest/config';

/** Tests against real peers, as processes on loopback: one after the other, because they share ports and the machine. */
const conditions = ['sipcharts-source', 'node', 'import', 'module', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['test/interop/**/*.test.ts'],
    fileParallelism: false,
    maxConcurrency: 1,
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000
  }
});
