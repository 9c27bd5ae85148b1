import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from './browser.testing.ts';
import { startServer, type TestServer } from './server.testing.ts';

/**
 * Gives the tests of a file a server of their own and a browser, and ends both after the last of them. `prepare` comes
 * first and gives the variables that the server is to have.
 */
export function serve(
  give: (given: { readonly server: TestServer; readonly browser: Browser }) => void,
  prepare: () => Promise<Readonly<Record<string, string>>> = async () => ({}),
): void {
  let ends: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const environment = await prepare();
    const [server, browser] = await Promise.all([startServer(environment), launchBrowser()]);
    ends = [() => browser.close(), () => server.stop()];
    give({ server, browser });
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });
}
