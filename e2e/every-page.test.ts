import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { addresses } from './addresses.testing.ts';
import { expectAccessible, expectFits } from './check-page.testing.ts';
import { openPage, sampleRan, signIn } from './pages.testing.ts';
import { serve } from './serve.testing.ts';
import type { TestServer } from './server.testing.ts';

/** The languages beside English, which every page is opened in. */
const languages = ['es', 'ja'] as const;
let server: TestServer;
let browser: Browser;
/** Of somebody who is signed in. Each address is loaded anew in it: a page of its own would compile the console each time. */
let page: Page;
/** What a page says to the developer's console when something is wrong: failures to load, policy, exceptions. */
let complaints: string[] = [];

serve((given) => ({ server, browser } = given));
beforeAll(async () => {
  page = await openPage(browser, server);
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await signIn(page, server);
  // what is looked at does not move meanwhile
  await sampleRan(page);
});
beforeEach(async () => {
  await page.goto('about:blank');
  await page.setViewportSize({ width: 1280, height: 800 });
  complaints = [];
});
afterEach(() => page.evaluate(() => localStorage.removeItem('lockstep.language')));

/** As if the language were chosen in another tab of the same browser. */
async function chooseLanguage(language: string): Promise<void> {
  await page.evaluate((newValue) => {
    localStorage.setItem('lockstep.language', newValue);
    dispatchEvent(new StorageEvent('storage', { key: 'lockstep.language', newValue }));
  }, language);
  await page.waitForFunction((lang) => document.documentElement.lang === lang, language);
}

async function settle(): Promise<void> {
  await page.locator('#root [id], #root h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .mantine-Loader-root') === null);
}

test.each(addresses)('%s is accessible, fits 360 px in each language and complains of nothing', async (address) => {
  await page.goto(address);
  await settle();
  await expectAccessible(page);
  await expectFits(page, 360);
  const words = await page.locator('#root').innerText();
  for (const language of languages) {
    await chooseLanguage(language);
    await settle();
    await expectFits(page, 360);
    // what was not translated in place would prove nothing
    expect(await page.locator('#root').innerText()).not.toBe(words);
  }
  expect(complaints).toEqual([]);
});

test('keys alone reach the content, the menus and the search', async () => {
  await page.goto('/o/acme');
  await settle();
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
