import { defineConfig } from 'vitest/config'
import { toolVariables } from './infra/lib/tools.mjs'

/**
 * unit: pure and quick, beside the code. client: components. feature: real engine, HTTP and sockets. journey: real
 * browser. Heavier ones come later and by themselves, so that on two cores no test waits for another kind's work.
 */
export default defineConfig({
  test: {
    // Where the browser and Redis are, '' for missing: tests that need one skip themselves then.
    env: toolVariables(),
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'server/src/**/*.test.ts',
            'infra/**/*.test.ts',
            'tests/{bench,wire}/**/*.test.ts',
          ],
          exclude: ['packages/embedded-mongo/**', '**/*.feature.test.ts', '**/node_modules/**'],
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      './client/vitest.config.ts',
      {
        extends: true,
        test: {
          name: 'feature',
          include: [
            'packages/embedded-mongo/src/**/*.test.ts',
            '**/*.feature.test.ts',
            'tests/faults/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', 'client/**'],
          globalSetup: ['./tests/keep-houses.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'journey',
          include: ['tests/journeys/**/*.test.ts'],
          globalSetup: ['./tests/keep-houses.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
