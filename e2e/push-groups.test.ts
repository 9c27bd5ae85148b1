import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, expectFits } from './check-page.testing.ts';
import { openPage, signIn } from './pages.testing.ts';
import { serve } from './serve.testing.ts';
import type { TestServer } from './server.testing.ts';

const api = '/api/v1/organizations';
let server: TestServer;
let browser: Browser;
let page: Page;

/** Asks the admin API as the page's administrator. */
async function ask(method: string, path: string, data?: object): Promise<Record<string, unknown>> {
  const headers = { origin: server.url };
  const answer = await page.request.fetch(`${api}${path}`, {
    method,
    headers,
    ...(data === undefined ? {} : { data }),
  });
  if (!answer.ok()) throw new Error(`${method} ${path} was answered with ${answer.status()}: ${await answer.text()}`);
  const text = await answer.text();
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

/** Where people and groups come from, where they go, and an application that takes no groups. */
async function prepare(): Promise<void> {
  for (const slug of ['apart', 'branch']) await ask('POST', '', { slug, name: slug, preset: 'standard' });
  const made = await ask('POST', '/branch/connections/default/tokens', { notes: 'push', validity: { days: 30 } });
  await ask('PUT', '/branch/connections/default/propagation', { propagation: true });
  const users: unknown[] = [];
  for (const name of ['ann', 'ben', 'cat']) {
    users.push((await ask('POST', '/apart/users', { loginName: name, displayName: name }))['id']);
  }
  for (const displayName of ['Sales Tokyo', 'Sales Osaka', 'Support', 'Ventas', '営業']) {
    const { id } = await ask('POST', '/apart/groups', { displayName });
    await ask('POST', `/apart/groups/${String(id)}/members`, { add: users });
  }
  const fields = { server: server.url, organization: 'branch' };
  await ask('POST', '/apart/applications', { template: 'lockstep', name: 'Branch', slug: 'branch', fields });
  await ask('PATCH', '/apart/applications/branch', {
    apiToken: made['token'],
    apiIntegration: true,
    createUsers: true,
    deactivateUsers: true,
  });
  await ask('POST', '/apart/applications/branch/users', { everybody: true });
  // the side of cybozu.com takes no groups, and this template does not say so
  const { token } = await ask('POST', '/example/connections/default/tokens', { notes: 'push', validity: { days: 30 } });
  const generic = {
    template: 'scim-2.0-bearer',
    name: 'Generic',
    slug: 'generic',
    baseUrl: `${server.url}/o/example/scim/v2`,
  };
  await ask('POST', '/apart/applications', generic);
  await ask('PATCH', '/apart/applications/generic', { apiToken: token, apiIntegration: true, pushGroups: true });
}

serve((given) => ({ server, browser } = given));
beforeAll(async () => {
  page = await openPage(browser, server);
  await signIn(page, server);
  await prepare();
});

const tab = '/o/apart/applications/branch/push-groups';
const words = (name: string): Locator => page.getByText(name).first();
const rowOf = (name: string): Locator => page.getByRole('row').filter({ hasText: name });

/** Members of a group of the organization `branch`; undefined where it has no group of that name. */
async function membersAtBranch(name: string): Promise<unknown> {
  const found = (await ask('GET', '/branch/groups'))['groups'] as { displayName: string; members: number }[];
  return found.find(({ displayName }) => displayName === name)?.members;
}

async function act(name: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

test('groups are pushed by name, over the keyboard, and reach the other organization', async () => {
  await page.goto(tab);
  await words('No group is pushed yet').waitFor();
  await words('Push Groups is off').waitFor();
  await expectAccessible(page);
  await ask('PATCH', '/apart/applications/branch', { pushGroups: true });
  await page.reload();
  await page.getByRole('button', { name: 'Push groups', exact: true }).press('Enter');
  const dialog = page.getByRole('dialog');
  const field = dialog.getByRole('combobox', { name: 'Groups of the directory' });
  await field.fill('suppo');
  // others are offered until the search is answered
  await expect.poll(() => page.getByRole('option').allInnerTexts()).toEqual(['Support']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Push 1 group' }).waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Push 1 group' }).press('Enter');
  await words('1 group is pushed to Branch.').waitFor();
  await rowOf('Support').getByText('In step').waitFor();
  await rowOf('Support').getByRole('cell', { name: '3 pushed', exact: true }).waitFor();
  await expect.poll(() => membersAtBranch('Support')).toBe(3);
});

test('a rule shows whom it chooses, pushes groups that come later, and is removed with a question', async () => {
  await page.getByRole('button', { name: 'Push groups', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('By rule', { exact: true }).click();
  await dialog.getByRole('textbox', { name: 'Text' }).fill('sales ');
  await dialog.getByText('2 groups fit now').waitFor();
  await dialog.getByText('Sales Osaka · Sales Tokyo').waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Add rule' }).click();
  await words('The rule was added').waitFor();
  await rowOf('Sales Tokyo').getByText('In step').waitFor();
  await ask('POST', '/apart/groups', { displayName: 'Sales Kyoto' });
  await rowOf('Sales Kyoto').getByText('In step').waitFor();
  await expect.poll(() => membersAtBranch('Sales Kyoto')).toBe(0);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Remove the rule: Name starts with “sales ”' }).click();
  await dialog.getByLabel('Delete it there').check();
  await dialog.getByRole('button', { name: 'Remove rule' }).click();
  await rowOf('Sales Tokyo').waitFor({ state: 'detached' });
  await expect.poll(() => membersAtBranch('Sales Tokyo')).toBeUndefined();
  expect(await membersAtBranch('Support')).toBe(3);
});

test('a group is paused, goes on, is pushed now, and is unlinked with the question what becomes of it', async () => {
  await act('Support', 'Pause');
  await rowOf('Support').getByText('Paused').waitFor();
  await act('Support', 'Go on');
  await rowOf('Support').getByText('In step').waitFor();
  await act('Support', 'Push now');
  await words('1 group is pushed now.').waitFor();
  await act('Support', 'Unlink…');
  const dialog = page.getByRole('dialog');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Unlink' }).click();
  await words('No group is pushed yet').waitFor();
  expect(await membersAtBranch('Support')).toBe(3);
});

test('a group of the same name is a task until it is linked', async () => {
  await ask('POST', '/branch/groups', { displayName: 'Ventas' });
  await page.getByRole('button', { name: 'Push groups', exact: true }).click();
  const dialog = page.getByRole('dialog');
  const choose = async (): Promise<void> => {
    await dialog.getByRole('combobox', { name: 'Groups of the directory' }).fill('ventas');
    await page.getByRole('option', { name: 'Ventas' }).click();
  };
  await choose();
  await dialog.getByRole('button', { name: 'Push 1 group' }).click();
  await words('The application has a group of this name already').waitFor();
  await page.goto('/o/apart/tasks');
  const task = page.getByRole('article', { name: 'Ventas in Branch' });
  await task.getByText('The application has a group of this name already').waitFor();
  await expectAccessible(page);
  await task.getByRole('link', { name: 'Branch' }).click();
  await page.getByRole('button', { name: 'Push groups', exact: true }).click();
  await choose();
  await dialog.getByLabel('Link one that I choose').check();
  await dialog.getByRole('combobox', { name: 'Group of Branch' }).click();
  await page.getByRole('option', { name: 'Ventas' }).click();
  await dialog.getByRole('button', { name: 'Push 1 group' }).click();
  await rowOf('Ventas').getByText('In step').waitFor();
  await expect.poll(() => membersAtBranch('Ventas')).toBe(3);
  await page.goto('/o/apart/tasks');
  await words('No tasks').waitFor();
});

describe.each([
  [
    'es-ES',
    'Enviar grupos',
    'Todavía no se envía ningún grupo',
    'no admite grupos',
    'Grupos del directorio',
    'no tiene grupos',
  ],
  [
    'ja-JP',
    'グループをプッシュする',
    'プッシュされるグループはまだありません',
    'グループを受け付けません',
    'ディレクトリのグループ',
    'グループに対応していません',
  ],
  [
    'en-US',
    'Push groups',
    'No group is pushed yet',
    'does not take groups',
    'Groups of the directory',
    'has no groups',
  ],
] as const)('in %s', (locale, add, empty, takesNone, groups, notOffered) => {
  let context: BrowserContext;
  let own: Page;
  beforeAll(async () => {
    own = await openPage(browser, server, { locale });
    context = own.context();
    await signIn(own, server);
  });
  afterAll(async () => context?.close());

  test('the tab says what the template lacks, is empty, filled in, and explains a target that takes no groups', async () => {
    await own.goto('/o/acme/applications/cybozu/push-groups');
    await own.getByText(notOffered).waitFor();
    expect(await own.getByRole('button', { name: add, exact: true }).count()).toBe(0);
    await expectAccessible(own);
    await own.goto('/o/apart/applications/generic/push-groups');
    await own.getByText(empty).waitFor();
    const name = `Solo ${locale}`;
    await ask('POST', '/apart/groups', { displayName: name });
    await own.getByRole('button', { name: add, exact: true }).click();
    const dialog = own.getByRole('dialog');
    await dialog.getByRole('combobox', { name: groups }).fill(name);
    await own.getByRole('option', { name }).click();
    await dialog.locator('button[type=submit]').click();
    await own.getByText(takesNone).first().waitFor();
    await own.mouse.move(0, 0);
    await expectAccessible(own);
    await expectFits(own, 360);
    const pushed = (await ask('GET', '/apart/applications/generic/pushed-groups'))['groups'] as { groupId: string }[];
    for (const { groupId } of pushed) {
      await ask('POST', `/apart/applications/generic/pushed-groups/${groupId}/unlink`, { targetGroup: 'leave' });
    }
    await own.getByText(empty).waitFor();
  });
});
