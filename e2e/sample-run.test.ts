import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { holdUndo, openPage, signIn } from './pages.testing.ts';
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

const application = '/o/acme/applications/cybozu';

test('the run comes to its end under the eyes of the reader, without a reload', async () => {
  await page.goto(`${application}/assignments/people`);
  await page.getByText('60 of 60 in step').waitFor({ timeout: 120_000 });
  const bar = page.getByRole('progressbar', { name: 'Cybozu (cybozu.com): in step' });
  expect(await bar.getAttribute('aria-valuenow')).toBe('100');
  await page.goto('/o/acme');
  await page.getByText('The application is in step.').waitFor();
  await page.goto('/o/example/directory/users');
  await page.getByText('of 60').first().waitFor();
});

test('an edit in acme is seen in example, live', async () => {
  const watcher = await openPage(browser, server);
  await signIn(watcher, server);
  await watcher.goto('/o/example/directory/users?search=ana.tarcea');
  await watcher.getByRole('link', { name: 'Ana Țârcea' }).waitFor();

  await page.goto('/o/acme/directory/users?search=ana.tarcea');
  await page.getByRole('link', { name: 'Ana Țârcea' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Display name').first().fill('Ana Țârcea-Pop');
  await drawer.getByRole('button', { name: 'Save' }).click();
  await drawer.waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: 'Ana Țârcea-Pop' }).waitFor();
  const renamed = watcher.getByRole('link', { name: 'Ana Țârcea-Pop' });
  await renamed.waitFor();
  expect(await renamed.count()).toBe(1);
});

test('deactivating reaches example and is taken back with Undo', async () => {
  const watcher = await openPage(browser, server);
  await signIn(watcher, server);
  await watcher.goto('/o/example/directory/users?search=ayse.yilmaz');
  const row = watcher.getByRole('row').filter({ hasText: 'ayse.yilmaz' });
  await row.getByText('Active', { exact: true }).waitFor();
  await page.goto('/o/acme/directory/users?search=ayse.yilmaz');
  await page.getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('menuitem', { name: 'Deactivate' }).click();
  const undo = await holdUndo(page);
  await row.getByText('Inactive').waitFor();
  await undo.click();
  await row.getByText('Active', { exact: true }).waitFor();
  expect(await row.getByText('Inactive').count()).toBe(0);
});

test('credentials are tested in the open, and a bad token is explained', async () => {
  await page.goto(`${application}/provisioning/integration`);
  await page.getByRole('button', { name: 'Test API Credentials' }).click();
  await page.getByText('The credentials work').waitFor();
  await page.getByLabel('API token').fill('lockstep_wrong');
  await page.getByRole('button', { name: 'Test API Credentials' }).click();
  await page.getByText('The application refused the credentials').waitFor();
  await page.getByRole('button', { name: 'Request and answer' }).click();
  await page.getByText(/401 application\/scim\+json/).waitFor();

  // leaving with the wrong token typed asks first
  await page.getByRole('tab', { name: 'General' }).click();
  await page.getByText('Leave without saving?').waitFor();
  await page.getByRole('button', { name: 'Keep editing' }).click();
  expect(new URL(page.url()).pathname).toBe(`${application}/provisioning/integration`);
  await page.getByRole('tab', { name: 'General' }).click();
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await page.waitForURL(`**${application}/general`);
});

test('an unassigned person is deactivated at the application, and can be assigned again', async () => {
  await page.goto(`${application}/assignments/people?search=bjorn.angstrom`);
  await page.getByRole('button', { name: 'Actions for Björn Ångström' }).click();
  await page.getByRole('menuitem', { name: 'Unassign…' }).click();
  await page.getByText(/are deactivated; assigning again activates them\./).waitFor();
  await page.getByRole('button', { name: 'Unassign', exact: true }).click();
  await page.getByRole('row').filter({ hasText: 'bjorn.angstrom' }).getByText('Deactivated').waitFor();

  await page.getByRole('button', { name: 'Assign', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Assign several people or everybody…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByPlaceholder('Search people').fill('angstrom');
  await page.getByRole('option', { name: /bjorn\.angstrom/ }).click();
  await dialog.getByRole('button', { name: 'Assign 1 person' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('row').filter({ hasText: 'bjorn.angstrom' }).getByText('Provisioned').waitFor();
  await page.getByText('60 of 60 in step').waitFor();
  expect(await dialog.isVisible()).toBe(false);
});

test('what the application refuses becomes a task that says why, and can be dismissed', async () => {
  const people = await page.request.get('/api/v1/organizations/acme/users?search=bjorn.angstrom&limit=1');
  const [person] = ((await people.json()) as { users: { id: string }[] }).users;
  const renamed = await page.request.patch(`/api/v1/organizations/acme/users/${person?.id}`, {
    data: { loginName: 'bjorn.renamed' },
    headers: { origin: server.url },
  });
  expect(renamed.ok()).toBe(true);
  await page.getByRole('link', { name: '1 task' }).click();
  await page.waitForURL('**/o/acme/tasks');
  const task = page.getByRole('article', { name: /Björn Ångström in / });
  await task.getByText('The application does not change login names').waitFor();
  await task.getByRole('button', { name: 'Original wording, request and answer' }).click();
  await task.getByText(/cannot change login names: the account keeps bjorn.angstrom/).waitFor();
  const failedAt = async (): Promise<string> => {
    const answer = await page.request.get('/api/v1/organizations/acme/tasks');
    return ((await answer.json()) as { tasks: { at: string }[] }).tasks[0]?.at ?? '';
  };
  const first = await failedAt();
  await task.getByRole('button', { name: /^Retry/ }).click();
  await page.getByText('1 task is tried again.').waitFor();
  // until it is refused again there is nothing to dismiss
  await expect.poll(async () => (await failedAt()) > first).toBe(true);
  await task.getByText('The application does not change login names').waitFor();
  await task.getByRole('button', { name: /^Dismiss/ }).click();
  await page.getByText('Nothing needs a person.', { exact: false }).waitFor();
  await page.getByRole('link', { name: 'No tasks' }).waitFor();
});
