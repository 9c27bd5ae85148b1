import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './scripts/summary-reporter.ts';

/**
 * - `unit`: pure packages and scripts; no database, no network.
 * - `server`: everything that needs PostgreSQL; one embedded server for all files, one database per file.
 * - `browser`: the product in a real browser, with the console built anew where it changed since its last build.
 */
export default defineConfig({
  test: {
    reporters: ['default', new SummaryReporter()],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/{scim,scim-client,provisioning,admin-api,console}/src/**/*.test.{ts,tsx}',
            'scripts/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'server',
          include: ['packages/server/src/**/*.test.ts', 'conformance/**/*.test.ts'],
          globalSetup: ['packages/server/src/storage/test-database.setup.testing.ts'],
          testTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['e2e/build-console.testing.ts'],
          testTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
