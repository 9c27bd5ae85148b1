import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectFits } from './check-page.testing.ts';
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
const api = '/api/v1/organizations/acme';

interface Person {
  readonly id: string;
  readonly loginName: string;
}

async function person(loginName: string): Promise<Person> {
  const answer = await page.request.get(`${api}/users?loginName=${loginName}`);
  const [found] = ((await answer.json()) as { users: readonly Person[] }).users;
  if (found === undefined) throw new Error(`The sample has no ${loginName}.`);
  return found;
}

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

test('turning off, restarting and Force Sync go as the guide says', async () => {
  // turning off
  await page.goto(application);
  await page.getByRole('tab', { name: 'Provisioning' }).click();
  await page.getByRole('link', { name: 'Integration', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Enable API integration' }).uncheck();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Provisioning is turned off').waitFor();
  const headers = { origin: server.url };
  const agnes = await person('agnes.szabo');
  const renamed = await page.request.patch(`${api}/users/${agnes.id}`, {
    data: { displayName: 'Ágnes Renamed' },
    headers,
  });
  expect(renamed.ok()).toBe(true);
  await page.getByText('Changes are remembered: 1 person waits.').waitFor();

  // restarting shows first what will be sent
  await page.getByRole('checkbox', { name: 'Enable API integration' }).check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/something is sent to .* for 1 person\./).waitFor();
  await dialog
    .getByRole('row', { name: /agnes\.szabo/ })
    .getByText(/→ Ágnes Renamed$/)
    .waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Create 0' }).click();
  await dialog.getByText('Nobody is waiting.').waitFor();
  await dialog.getByRole('button', { name: 'Turn on and send' }).click();
  await expect.poll(() => page.getByText('Provisioning is turned off').count()).toBe(0);
  await page.getByText('60 of 60 in step').waitFor();

  // Force Sync
  await page.getByRole('link', { name: 'To App' }).click();
  await page.getByRole('heading', { name: /Attribute Mappings$/ }).waitFor();
  await page.getByRole('button', { name: 'Force Sync' }).click();
  await page.getByText('Compared 60 people.').waitFor({ timeout: 120_000 });
  await page.getByText('60 as they should be').waitFor();
  await expectAccessible(page);
});

test.each([
  ['en-US', 'Read actual values'],
  ['es-ES', 'Leer los valores reales'],
  ['ja-JP', '実際の値を読み取る'],
])('each person shows desired, last applied and actual values in %s', async (locale, read) => {
  const reader = await openPage(browser, server, { locale });
  await signIn(reader, server);
  const { id } = await person('agnes.szabo');
  await reader.goto(`${application}/assignments/people?person=${id}`);
  const drawer = reader.getByRole('dialog');
  const row = drawer.getByRole('row', { name: /Ágnes Renamed/ });
  await row.waitFor();
  await drawer.getByRole('button', { name: read }).click();
  // desired, last applied and actual
  await expect.poll(() => row.getByText('Ágnes Renamed', { exact: true }).count()).toBe(3);
  if (locale === 'en-US') await expectAccessible(reader);
  await expectFits(reader, 360);
  await reader.context().close();
});

test('the drawer opens from the menu of a person', async () => {
  await page.goto(`${application}/assignments/people?search=agnes`);
  await page
    .getByRole('button', { name: /Actions for/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Desired and actual values…' }).click();
  await page.getByRole('dialog').getByText('Assignment and status of the user').waitFor();
  expect(new URL(page.url()).searchParams.get('person')).toBe((await person('agnes.szabo')).id);
  await page.keyboard.press('Escape');
  await expect.poll(() => new URL(page.url()).search).toBe('?search=agnes');
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
