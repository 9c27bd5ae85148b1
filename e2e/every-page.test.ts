import type { Browser, BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { addresses } from './addresses.testing.ts';
import { expectAccessible, expectFits } from './check-page.testing.ts';
import { openPage, sampleRan, signIn } from './pages.testing.ts';
import { serve } from './serve.testing.ts';
import type { TestServer } from './server.testing.ts';

const others = ['es-ES', 'ja-JP'] as const;
const locales = ['en-US', ...others] as const;
let server: TestServer;
let browser: Browser;
/** Somebody who is signed in, for each language: every page is opened anew, signing in is not what is tested here. */
const people = new Map<string, BrowserContext>();

serve((given) => ({ server, browser } = given));
beforeAll(async () => {
  for (const locale of locales) {
    const page = await openPage(browser, server, { locale });
    await signIn(page, server);
    people.set(locale, page.context());
    // what is looked at does not move meanwhile
    await sampleRan(page);
  }
});

/** What a page says to the developer's console when something is wrong: failures to load, policy, exceptions. */
function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

async function newPage(locale: (typeof locales)[number]): Promise<Page> {
  const page = await people.get(locale)?.newPage();
  if (page === undefined) throw new TypeError(`Nobody speaks ${locale}.`);
  page.setDefaultTimeout(45_000);
  return page;
}

async function settle(page: Page): Promise<void> {
  await page.locator('#root [id], #root h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .mantine-Loader-root') === null);
}

test.each(addresses)('%s is accessible, fits 360 px and complains of nothing', async (address) => {
  const page = await newPage('en-US');
  const complaints = listen(page);
  await page.goto(address);
  await settle(page);
  await expectAccessible(page);
  await expectFits(page, 360);
  expect(complaints).toEqual([]);
  await page.close();
});

describe.each(others)('%s', (locale) => {
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    page = await newPage(locale);
    complaints = listen(page);
    await page.goto('/o/acme/account');
    await settle(page);
  });

  // as by a link within the console: that each address can be opened by itself is shown above
  test.each(addresses)('%s fits 360 px and complains of nothing', async (address) => {
    complaints.length = 0;
    await page.evaluate((to) => {
      history.pushState(null, '', to);
      dispatchEvent(new PopStateEvent('popstate'));
    }, address);
    await page.locator(`main[data-shows="${address}"]`).waitFor();
    await settle(page);
    await expectFits(page, 360);
    expect(complaints).toEqual([]);
  });
});

test('keys alone reach the content, the menus and the search', async () => {
  const page = await newPage('en-US');
  await page.goto('/o/acme');
  await settle(page);
  await page.keyboard.press('Tab');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main');

  await page.keyboard.press('Control+K');
  await page.getByPlaceholder('Go to…').fill('cybozu');
  await page.getByRole('dialog').getByText('Cybozu (cybozu.com)').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/o/acme/applications/cybozu/**');

  await page.getByRole('button', { name: 'Administration' }).focus();
  await page.keyboard.press('Enter');
  const entry = page.getByRole('menuitem', { name: 'Audit log' });
  await entry.waitFor();
  const last = page.getByRole('menuitem').last();
  // the menu takes the focus a moment after it is there; keys before that are lost
  const steps = async (): Promise<boolean> => {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    return last.evaluate((element) => element === document.activeElement);
  };
  await expect.poll(steps).toBe(true);
  await entry.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/o/acme/security/audit-log');
});
