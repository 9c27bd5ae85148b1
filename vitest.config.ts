import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './scripts/summary-reporter.ts';

/**
 * For tests that wait for something outside of themselves: as long as a busy machine takes. `scripts/patient-waits.ts`
 * says the same for `vi.waitFor`.
 */
const patient = {
  setupFiles: ['scripts/patient-waits.ts'],
  expect: { poll: { timeout: 30_000 } },
  testTimeout: 300_000,
  hookTimeout: 300_000,
  // the servers and commands that tests start share what Node made of the sources: half of the work of a start
  env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/node-compile') },
  maxWorkers: 2,
};

/**
 * - `unit`: pure packages and scripts; no database, no network.
 * - `server`: everything that needs PostgreSQL; one embedded server for all files, one database per file.
 * - `browser`: the product in a real browser, with the console built anew where it changed since its last build.
 *
 * Files of the first two leave nothing behind and share a process and what it has loaded, which saves a third of the time.
 */
export default defineConfig({
  test: {
    reporters: ['default', new SummaryReporter()],
    testTimeout: 30_000,
    projects: [
      {
        test: {
          name: 'unit',
          isolate: false,
          maxWorkers: 2,
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
          isolate: false,
          globalSetup: [
            'packages/server/src/storage/test-database.setup.testing.ts',
            'packages/server/src/storage/embedded/scratch.setup.testing.ts',
          ],
          ...patient,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['e2e/build-console.testing.ts'],
          ...patient,
        },
      },
    ],
  },
});
