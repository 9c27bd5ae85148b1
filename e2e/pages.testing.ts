import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import type { TestServer } from './server.testing.ts';

/** A page of a browser that nobody used before, in the language given; a wide window in the light theme by default. */
export async function openPage(
  browser: Browser,
  server: TestServer,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: server.url,
    locale: 'en-US',
    colorScheme: 'light',
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  return page;
}

/** Signs in over the API, for tests whose subject is something else; the cookie stays with the page's browser. */
export async function signIn(page: Page, { url, email, password }: TestServer): Promise<void> {
  const answer = await page.request.post('/api/v1/session', { data: { email, password }, headers: { origin: url } });
  if (!answer.ok()) throw new Error(`Signing in was answered with ${answer.status()}: ${await answer.text()}`);
}

/** The button that takes back what was just done. It is offered for seconds, but stays while the mouse is over it. */
export async function holdUndo(page: Page): Promise<Locator> {
  const undo = page.getByRole('button', { name: 'Undo' }).first();
  await undo.hover();
  return undo;
}

/**
 * Resolves when the sample's own run is over: until then it uses up the rate limit of the organization `example`, and
 * what is counted there grows.
 */
export async function sampleRan(page: Page): Promise<void> {
  const read = async (): Promise<unknown> => {
    const answer = await page.request.get('/api/v1/organizations/acme/applications/cybozu');
    return ((await answer.json()) as { progress: unknown }).progress;
  };
  await vi.waitFor(async () => expect(await read()).toMatchObject({ total: 60, synchronized: 60 }), 120_000);
}
