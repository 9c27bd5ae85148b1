import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { addresses } from './addresses.testing.ts';
import { expectAccessible, expectFits } from './check-page.testing.ts';
import { openPage, sampleRan, signIn } from './pages.testing.ts';
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

test('a user who administers nothing follows the link of an invitation, and has their own account alone', async () => {
  await sampleRan(page);
  const answer = await page.request.get('/api/v1/organizations/example/users?status=active&limit=1');
  const [user] = ((await answer.json()) as { users: { id: string; loginName: string; email: string }[] }).users;
  await page.goto(`/o/example/directory/users/${user?.id}`);
  await page.getByRole('button', { name: 'Invite to sign in' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Create invitation' }).click();
  const link = await page.getByRole('dialog').getByLabel('Invitation link', { exact: true }).inputValue();

  const own = await openPage(browser, server);
  await own.goto(link);
  await own.getByText('invites you to sign in to your account').waitFor();
  await own.getByLabel('Name').fill('Plain Person');
  await own.getByRole('textbox', { name: 'Password' }).fill('short');
  await own.getByRole('button', { name: 'Accept the invitation' }).click();
  await own.getByText('Use at least 12 characters.').waitFor();
  await own.getByRole('textbox', { name: 'Password' }).fill('correct horse battery');
  await own.getByRole('button', { name: 'Accept the invitation' }).click();
  await own.waitForURL('**/o/example/account');
  expect(await own.getByLabel('Login name').inputValue()).toBe(user?.loginName);
  expect(await own.getByLabel('Login name').isDisabled()).toBe(true);
  await own.getByText('Available services').waitFor();
  await expectAccessible(own);
  await expectFits(own, 360);

  for (const path of ['', '/directory/users', '/settings']) {
    await own.goto(`/o/example${path}`);
    await own.waitForURL('**/o/example/account');
  }
  await own.getByRole('heading', { name: 'Your account' }).waitFor();
  expect(await own.getByRole('navigation').getByRole('link').count()).toBe(0);
  expect(await own.getByRole('button', { name: 'Administration' }).count()).toBe(0);
  await own.goto('/o/acme/account');
  await own.getByRole('heading', { name: 'Nothing is here' }).waitFor();

  await own.goto('/o/example/account');
  await own.getByLabel('Present password').fill('correct horse battery');
  await own.getByLabel('New password').fill('another horse battery');
  await own.getByRole('button', { name: 'Change password' }).click();
  await own.getByText('Password changed').waitFor();
  await own.getByRole('button', { name: 'Language', exact: true }).click();
  await own.getByRole('menuitem', { name: 'Español' }).click();
  await own.getByRole('heading', { name: 'Su cuenta' }).waitFor();
  await own.context().close();

  const again = await openPage(browser, server);
  await again.goto('/sign-in');
  await again.getByLabel('E-mail address').fill(user?.email ?? '');
  await again.getByRole('textbox', { name: 'Password' }).fill('another horse battery');
  await again.getByRole('button', { name: 'Sign in' }).click();
  await again.waitForURL('**/o/example/account');
  await again.getByRole('heading', { name: 'Su cuenta' }).waitFor();
  await again.context().close();
});

/** What an auditor may press: nothing of it writes to the organization. */
const reading =
  /^(Columns|Export.*|Departments|Job titles|All|Active|Inactive|Previous|Next|Copy.*|Pause|Clear filters|Display name|Login name|Tolerances.*|Show or hide .*|Browse catalog|Go to Profile Editor)$/;

test('an auditor reads every page, and is offered nothing to change', async () => {
  await sampleRan(page);
  const auditor = await openPage(browser, server);
  const headers = { origin: server.url };
  const data = { email: 'reader@acme.example', role: 'auditor' };
  const made = await page.request.post('/api/v1/organizations/acme/invitations', { data, headers });
  const token = new URL(((await made.json()) as { link: string }).link).hash.slice(1);
  const account = { name: 'Reader', password: 'correct horse battery' };
  const accepted = await auditor.request.post('/api/v1/invitation/accept', { data: { token, account }, headers });
  expect(accepted.ok(), await accepted.text()).toBe(true);
  const refused: string[] = [];
  // of oneself an auditor may change what anybody may
  const read = addresses.filter((one) => one.startsWith('/o/acme/') && !/search=|no-such|account$/.test(one));
  await auditor.goto('/o/acme');
  for (const address of read) {
    // as by a link within the console, which is faster than to open each
    await auditor.evaluate((to) => {
      history.pushState(null, '', to);
      dispatchEvent(new PopStateEvent('popstate'));
    }, address);
    await auditor.locator(`main[data-shows="${address}"]`).waitFor();
    refused.push(...(await offered(auditor)).map((what) => `${address}: ${what}`));
  }
  expect(refused).toEqual([]);
  await auditor.context().close();
});

/** What the page offers somebody to press or fill in that does not only read. */
async function offered(auditor: Page): Promise<string[]> {
  await auditor.getByRole('heading', { level: 1 }).waitFor();
  await auditor.waitForFunction(() => document.querySelector('[aria-busy="true"], .mantine-Loader-root') === null);
  const main = auditor.getByRole('main');
  const names = await main
    .locator('button:enabled:not([role=tab]), a.mantine-Button-root')
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? button.textContent.trim()));
  const fields = await main
    .locator('form :is(input, textarea):enabled:not([readonly]), input[role=switch]:enabled')
    .evaluateAll((inputs) => inputs.map((input) => `field ${input.id}`));
  const dialogs = await auditor.getByRole('dialog').count();
  // the menu of a person has what only reads
  const pressed = names.filter(
    (name) => !reading.test(name) && !(auditor.url().includes('/people') && name.startsWith('Actions for')),
  );
  return [...pressed, ...fields, ...(dialogs === 0 ? [] : ['a dialog'])];
}
