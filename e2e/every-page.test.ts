import type { Browser, BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
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

const addresses = [
  '/o/acme',
  '/o/example',
  '/o/acme/directory/users',
  '/o/acme/directory/users?user=new',
  '/o/acme/directory/users?search=nobody-has-this-name',
  '/o/acme/directory/groups',
  '/o/acme/directory/groups?group=new',
  '/o/acme/directory/groups/rules',
  '/o/acme/directory/groups/rules?rule=new',
  '/o/acme/directory/departments',
  '/o/acme/directory/departments?department=new',
  '/o/acme/directory/departments/job-titles',
  '/o/example/directory/departments',
  '/o/acme/directory/services',
  '/o/acme/directory/jobs',
  '/o/acme/provisioning',
  '/o/example/provisioning',
  '/o/example/provisioning/links',
  '/o/example/provisioning/links?state=held',
  '/o/acme/provisioning/health',
  '/o/example/provisioning/health',
  '/o/acme/provisioning/requests',
  '/o/example/provisioning/requests',
  '/o/acme/applications',
  '/o/example/applications',
  '/o/acme/catalog',
  '/o/acme/catalog?search=no-such-application',
  '/o/acme/catalog/cybozu.com',
  '/o/acme/catalog/datadog',
  '/o/acme/applications/cybozu/general',
  '/o/acme/applications/cybozu/provisioning/integration',
  '/o/acme/applications/cybozu/provisioning/to-app',
  '/o/acme/applications/cybozu/provisioning/mappings',
  '/o/acme/applications/cybozu/sign-on',
  '/o/acme/applications/cybozu/assignments/people',
  '/o/acme/applications/cybozu/import',
  '/o/acme/applications/cybozu/push-groups',
  '/o/acme/applications/cybozu/push-groups?search=nobody-has-this-name',
  '/o/acme/account',
  '/o/acme/security/administrators',
  '/o/acme/security/api-keys',
  '/o/acme/security/audit-log',
  '/o/example/security/audit-log?operation=create',
  '/o/acme/security/ip-restrictions',
  '/o/acme/tasks',
  '/o/acme/tasks?search=nobody-has-this-name',
  '/o/acme/no-such-page',
  '/o/no-such-organization',
];

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
