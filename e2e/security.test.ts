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

/** What an auditor may press: nothing of it writes. */
const reading =
  /^(Columns|Export CSV|Departments|Job titles|All|Active|Inactive|Previous|Next|Copy.*|Display name|Login name|Tolerances.*|Show or hide .*)$/;

test('an auditor reads the pages of the directory, of provisioning and of an application, and is offered nothing to change', async () => {
  const origin = { origin: server.url };
  const email = 'reader@acme.example';
  const made = await page.request.post('/api/v1/organizations/acme/invitations', {
    data: { email, role: 'auditor' },
    headers: origin,
  });
  const { link } = (await made.json()) as { link: string };
  const auditor = await openPage(browser, server);
  const account = { name: 'Reader', password: 'correct horse battery' };
  const token = link.split('#').at(-1)?.split('=').at(-1);
  const accepted = await auditor.request.post('/api/v1/invitation/accept', {
    data: { token, account },
    headers: origin,
  });
  expect(accepted.ok(), await accepted.text()).toBe(true);
  const refused: string[] = [];
  for (const path of [
    'users',
    'users?user=new',
    'groups',
    'departments',
    'departments/job-titles',
    'services',
    'jobs',
  ]) {
    await auditor.goto(`/o/acme/directory/${path}`);
    await look(path);
  }
  const people = 'applications/cybozu/assignments/people';
  for (const path of ['provisioning', 'provisioning/links', 'applications/cybozu/general', people]) {
    await auditor.goto(`/o/acme/${path}`);
    await look(path);
  }
  expect(refused).toEqual([]);
  await auditor.context().close();

  async function look(path: string): Promise<void> {
    await auditor.getByRole('heading', { level: 1 }).waitFor();
    await auditor.waitForFunction(() => document.querySelector('[aria-busy="true"], .mantine-Loader-root') === null);
    expect(await auditor.getByRole('dialog').count()).toBe(0);
    const main = auditor.getByRole('main');
    const names = await main
      .locator('button:enabled:not([role=tab]), a.mantine-Button-root')
      .evaluateAll((buttons) =>
        buttons.map((button) => button.getAttribute('aria-label') ?? button.textContent.trim()),
      );
    const switches = await main.locator('input[role=switch]:enabled').count();
    refused.push(
      ...names
        .filter((name) => !reading.test(name) && !(path === people && name.startsWith('Actions for')))
        .map((name) => `${path}: ${name}`),
    );
    if (switches > 0) refused.push(`${path}: ${switches} switches`);
  }
});
