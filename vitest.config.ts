import { defineConfig } from 'vitest/config'

/** unit: pure and quick, beside the code. feature: real engine, HTTP and sockets. journey: real browser. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'server/src/**/*.test.ts', 'infra/**/*.test.ts'],
          exclude: ['packages/embedded-mongo/**', '**/*.feature.test.ts', '**/node_modules/**'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'feature',
          include: ['packages/embedded-mongo/src/**/*.test.ts', '**/*.feature.test.ts', 'tests/faults/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'client/**'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      './client/vitest.config.ts',
      {
        test: {
          name: 'journey',
          include: ['tests/journeys/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
