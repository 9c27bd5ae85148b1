import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { startFaultyTarget } from '../packages/server/src/outbound/testing/faulty-target.testing.ts';
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

async function call(method: string, path: string, data?: object): Promise<Record<string, string>> {
  const headers = { origin: server.url };
  const answer = await page.request.fetch(`/api/v1/organizations/acme${path}`, {
    method,
    headers,
    ...(data && { data }),
  });
  const text = await answer.text();
  expect(answer.ok(), text).toBe(true);
  return text === '' ? {} : (JSON.parse(text) as Record<string, string>);
}

async function send(path: string, data: object): Promise<string> {
  return (await call('POST', path, data))['id'] ?? '';
}

async function choose(item: 'Assign to People' | 'Assign to Groups'): Promise<void> {
  await page.getByRole('button', { name: 'Assign', exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('a group is assigned with its services, put before another by keyboard, and unassigned', async () => {
  const user = await send('/users', {
    loginName: 'nina.tabs',
    displayName: 'Nina Tabs',
    surname: 'Tabs',
    givenName: 'Nina',
    email: 'nina.tabs@acme.example',
  });
  for (const displayName of ['Newcomers of tabs', 'Seniors of tabs']) {
    const group = await send('/groups', { displayName });
    await send(`/groups/${group}/members`, { add: [user] });
  }
  await page.goto(`${application}/assignments/groups`);
  await page.getByText('No group is assigned yet').waitFor();

  await choose('Assign to Groups');
  const dialog = page.getByRole('dialog');
  for (const name of ['Newcomers of tabs', 'Seniors of tabs']) {
    await dialog.getByRole('button', { name: `Assign ${name}` }).click();
    const services = dialog.getByRole('group', { name: 'Available services' });
    await services.getByLabel('Set here instead of by the mapping').check();
    await services.getByLabel(name.startsWith('New') ? 'Enable Kintone' : 'Enable Garoon').check();
    if (name.startsWith('New')) await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Save and Go Back' }).click();
    await dialog.getByRole('row', { name }).getByText('Assigned').waitFor();
  }
  await dialog.getByRole('button', { name: 'Done' }).click();
  const first = page.getByRole('row', { name: /Newcomers of tabs/ });
  await first.getByText(/Kintone/).waitFor();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Raise the priority of Seniors of tabs' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Raise the priority of Newcomers of tabs', disabled: false }).waitFor();

  await page.getByRole('tab', { name: 'People' }).click();
  await page.goto(`${application}/assignments/people?search=nina.tabs`);
  const nina = page.getByRole('row').filter({ hasText: 'nina.tabs' });
  await nina.getByRole('link', { name: 'Seniors of tabs' }).waitFor();
  await nina.getByText('Provisioned').waitFor();

  for (const name of ['Newcomers of tabs', 'Seniors of tabs']) {
    await page.goto(`${application}/assignments/groups`);
    await page.getByRole('button', { name: `Actions for ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Unassign…' }).click();
    await page.getByText(/1 person is in this group\..* are deactivated; assigning again activates them\./).waitFor();
    await page.getByRole('button', { name: 'Unassign', exact: true }).click();
    await page.getByRole('row', { name }).waitFor({ state: 'detached' });
  }
  await page.goto(`${application}/assignments/people?search=nina.tabs`);
  await nina.getByText('Deactivated').waitFor();
});

test('a person is assigned with a dialog of its own, and the same account is active again', async () => {
  await choose('Assign to People');
  const dialog = page.getByRole('dialog');
  await dialog.getByPlaceholder('Search people').fill('nina.tabs');
  await dialog.getByRole('button', { name: 'Assign Nina Tabs' }).click();
  await dialog.getByLabel('Login name').waitFor();
  await dialog.getByRole('button', { name: 'Save and Go Back' }).click();
  await dialog.getByRole('row', { name: 'Nina Tabs' }).getByText('Assigned').waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  const nina = page.getByRole('row').filter({ hasText: 'nina.tabs' });
  await nina.getByText('Personal').waitFor();
  await nina.getByText('Provisioned').waitFor();
  await page.goto(`${application}/assignments/groups`);
  await page.getByText('No group is assigned yet').waitFor();
  await expectFits(page, 360);
});

test('an application that takes nothing is paused and says why, and goes on once it takes requests', async () => {
  const target = await startFaultyTarget();
  const page403 = { kind: 'answer', status: 403, headers: { 'content-type': 'text/html' }, body: '<html>' } as const;
  target.fault = () => page403;
  const user = await send('/users', { loginName: 'wim.waits', displayName: 'Wim Waits' });
  const { baseUrl, token: apiToken } = target;
  const { slug } = await call('POST', '/applications', { template: 'scim-2.0-bearer', name: 'Paused app', baseUrl });
  await call('PATCH', `/applications/${slug}`, { apiToken, apiIntegration: true, createUsers: true });
  await call('POST', `/applications/${slug}/users`, { users: [user] });
  await page.goto(`/o/acme/applications/${slug}/assignments/people`);
  const alert = page.getByRole('alert').filter({ hasText: 'Paused: The application forbids access with a web page' });
  await alert.getByText(/Forbidden\. Errors reported by remote server: Invalid JSON: Unexpected character/).waitFor();
  await alert.getByText(/1 person waits/).waitFor();
  await expectAccessible(page);
  await expectFits(page, 360);
  target.fault = () => undefined;
  const tryNow = alert.getByRole('button', { name: 'Try again now' });
  // unless it has just gone on by itself
  await tryNow.click({ timeout: 15_000 }).catch(() => alert.waitFor({ state: 'detached' }));
  await alert.waitFor({ state: 'detached' });
  await page.getByRole('row').filter({ hasText: 'wim.waits' }).getByText('In step').waitFor();
  expect([...target.accounts.values()]).toMatchObject([{ userName: 'wim.waits', active: true }]);
  await call('DELETE', `/applications/${slug}`);
  await target.close();
});
