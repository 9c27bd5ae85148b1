import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
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
  await sampleRan(page);
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
  await expectAccessible(reader);
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
});
