import type { Browser, BrowserContext, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { addresses } from './addresses.testing.ts';
import { expectAccessible, expectFits } from './check-page.testing.ts';
import { openPage, sampleRan, signIn } from './pages.testing.ts';
import { serve } from './serve.testing.ts';
import type { TestServer } from './server.testing.ts';

/** The other languages, English last: the next page is opened in it. */
const languages = ['es', 'ja', 'en'] as const;
let server: TestServer;
let browser: Browser;
/** Somebody who is signed in: every page is opened anew, signing in is not what is tested here. */
let person: BrowserContext;

serve((given) => ({ server, browser } = given));
beforeAll(async () => {
  const page = await openPage(browser, server);
  await signIn(page, server);
  person = page.context();
  // what is looked at does not move meanwhile
  await sampleRan(page);
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

async function newPage(): Promise<Page> {
  const page = await person.newPage();
  page.setDefaultTimeout(45_000);
  return page;
}

/** As if the language were chosen in another tab of the same browser. */
async function chooseLanguage(page: Page, language: string): Promise<void> {
  await page.evaluate((newValue) => {
    localStorage.setItem('lockstep.language', newValue);
    dispatchEvent(new StorageEvent('storage', { key: 'lockstep.language', newValue }));
  }, language);
  await page.waitForFunction((lang) => document.documentElement.lang === lang, language);
}

async function settle(page: Page): Promise<void> {
  await page.locator('#root [id], #root h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .mantine-Loader-root') === null);
}

test.each(addresses)('%s is accessible, fits 360 px in each language and complains of nothing', async (address) => {
  const page = await newPage();
  const complaints = listen(page);
  await page.goto(address);
  await settle(page);
  await expectAccessible(page);
  await expectFits(page, 360);
  const words = await page.locator('#root').innerText();
  for (const language of languages) {
    await chooseLanguage(page, language);
    await settle(page);
    await expectFits(page, 360);
    // what was not translated in place would prove nothing
    if (language !== 'en') expect(await page.locator('#root').innerText()).not.toBe(words);
  }
  expect(complaints).toEqual([]);
  await page.close();
});

test('keys alone reach the content, the menus and the search', async () => {
  const page = await newPage();
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
