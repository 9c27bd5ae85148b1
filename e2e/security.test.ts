import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { expectAccessible } from './check-page.testing.ts';
import { openPage, signIn } from './pages.testing.ts';
import { serve } from './serve.testing.ts';
import type { TestServer } from './server.testing.ts';

let server: TestServer;
let browser: Browser;
let page: Page;
serve((given) => ({ server, browser } = given));
beforeAll(async () => {
  page = await openPage(browser, server);
  await signIn(page, server);
});

test('an API key is created, shown once, used, disabled and deleted', async () => {
  await page.goto('/o/acme/security/api-keys');
  await page.getByText('No API keys yet').waitFor();
  await page.getByRole('button', { name: 'Create API key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Notes').fill('Payroll');
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await dialog.getByText('Choose at least one scope.').waitFor();
  await dialog.getByLabel('Directory (read)').check();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  const key = await dialog.getByLabel('API key', { exact: true }).inputValue();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(await page.content()).not.toContain(key);

  const read = async (): Promise<number> => {
    const headers = { authorization: `Bearer ${key}` };
    return (await fetch(`${server.url}/api/v1/organizations/acme/users`, { headers })).status;
  };
  expect(await read()).toBe(200);
  await page.getByRole('button', { name: 'Disable Payroll' }).click();
  await page.getByRole('button', { name: 'Enable Payroll' }).waitFor();
  expect(await read()).toBe(401);
  await page.getByRole('button', { name: 'Delete Payroll' }).click();
  await page.getByText('Delete the API key Payroll?').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('No API keys yet').waitFor();
});

test('IP restrictions name what is no network, do not lock out who sets them, and are saved', async () => {
  await page.goto('/o/acme/security/ip-restrictions');
  const list = page.getByRole('combobox', { name: 'Console and admin API' });
  await list.fill('office');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Not a network: office').waitFor();
  await list.press('Backspace');
  await list.fill('192.0.2.0/24');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('This would lock you out').waitFor();
  await page.getByRole('button', { name: 'Add my address' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('IP restrictions saved').waitFor();
  await page.reload();
  await page.getByText('127.0.0.1/32').waitFor();
  expect(await page.getByText('192.0.2.0/24', { exact: true }).isVisible()).toBe(true);
});
