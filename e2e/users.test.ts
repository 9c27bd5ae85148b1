import { readFile } from 'node:fs/promises';
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

test('a user is added, refused beside the field when the login name is taken, and deleted with a question', async () => {
  await page.goto('/o/acme/directory/users');
  await page.getByRole('link', { name: 'Add user' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Display name').first().fill('佐藤 葉子');
  await drawer.getByLabel('Login name').fill('agnes.szabo');
  await drawer.getByRole('button', { name: 'Add user' }).click();
  await drawer.getByText('Another user has this login name').waitFor();
  await drawer.getByLabel('Login name').fill('yoko.sato');
  await drawer.getByLabel('E-mail address').fill('nobody');
  await drawer.getByRole('button', { name: 'Add user' }).click();
  await drawer.getByText('This is not an e-mail address.').waitFor();
  await drawer.getByLabel('E-mail address').fill('yoko.sato@acme.example');
  await drawer.getByRole('button', { name: 'Add user' }).click();
  await drawer.waitFor({ state: 'hidden' });

  await page.getByLabel('Search users').fill('yoko.sato');
  await page.waitForURL('**/users?search=yoko.sato');
  const row = page.getByRole('row').filter({ hasText: 'yoko.sato' });
  await row.getByRole('button', { name: 'Actions for 佐藤 葉子' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  const question = page.getByRole('dialog');
  await question.getByText('Delete 佐藤 葉子?').waitFor();
  await question.getByRole('button', { name: 'Deactivate' }).waitFor();
  await question.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByText('No match').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('row').nth(5).waitFor();
  await expect.poll(() => new URL(page.url()).search).toBe('');
});

test('the address holds page, filter and open row', async () => {
  await page.goto('/o/acme/directory/users');
  await page.getByText('1–50 of 60').waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('51–60 of 60').waitFor();
  const link = page.url();
  await page.getByRole('row').nth(2).getByRole('link').click();
  await page.getByRole('dialog').getByLabel('Login name').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(page.url()).toBe(link);
  await page.getByRole('button', { name: 'Previous' }).click();
  await page.getByText('1–50 of 60').waitFor();
  await page.goto(link);
  await page.getByText('51–60 of 60').waitFor();
});

test('what was typed is not lost without a question', async () => {
  await page.goto('/o/acme/directory/users?user=new');
  await page.getByRole('dialog').getByLabel('Display name').first().fill('Half a name');
  await page.keyboard.press('Escape');
  await page.getByText('Leave without saving?').waitFor();
  await page.getByRole('button', { name: 'Keep editing' }).click();
  expect(await page.getByLabel('Display name').first().inputValue()).toBe('Half a name');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
});

test('a new user is staged, and active once somebody says so', async () => {
  await page.goto('/o/acme/directory/users?user=new');
  const form = page.getByRole('dialog');
  await form.getByLabel('Display name').first().fill('Later Person');
  await form.getByLabel('Login name').fill('later.person');
  await form.getByRole('switch', { name: 'Staged' }).check();
  expect(await form.getByRole('switch', { name: /^Active/ }).isDisabled()).toBe(true);
  await form.getByRole('button', { name: 'Add user' }).click();
  await form.waitFor({ state: 'hidden' });
  await page.goto('/o/acme/directory/users?search=later.person');
  const row = page.getByRole('row').filter({ hasText: 'later.person' });
  await row.getByText('Staged').waitFor();
  await row.getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('menuitem', { name: 'Activate', exact: true }).click();
  await row.getByText('Active', { exact: true }).waitFor();
  const { origin } = new URL(page.url());
  const found = await page.request.get('/api/v1/organizations/acme/users?loginName=later.person');
  const { users } = (await found.json()) as { users: { id: string }[] };
  for (const { id } of users) {
    await page.request.delete(`/api/v1/organizations/acme/users/${id}`, { headers: { origin } });
  }
});

test('a user is suspended and active again, and the list is filtered by status', async () => {
  await page.goto('/o/acme/directory/users?search=hana.mori');
  const row = page.getByRole('row').filter({ hasText: 'hana.mori' });
  const choose = async (action: string): Promise<void> => {
    await row.getByRole('button', { name: /^Actions for/ }).click();
    await page.getByRole('menuitem', { name: action, exact: true }).click();
  };
  await choose('Suspend');
  await row.getByText('Suspended').waitFor();
  await (await holdUndo(page)).click();
  await row.getByText('Active', { exact: true }).waitFor();
  await choose('Suspend');
  await row.getByText('Suspended').waitFor();
  await holdUndo(page);
  await page.goto('/o/acme/directory/users');
  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Suspended' }).click();
  await page.waitForURL('**/users?status=suspended');
  await expect.poll(() => page.getByRole('row').count()).toBe(2);
  await row.getByText('Suspended').waitFor();
  await expectAccessible(page);

  // who is suspended is deactivated after a question; the same user later is neither suspended nor in this list
  await choose('Deactivate');
  const question = page.getByRole('dialog');
  await question.getByText(/will not be suspended any more/).waitFor();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await choose('Unsuspend');
  await page.getByText('No match').waitFor();
  await holdUndo(page);
  await page.goto('/o/acme/directory/users?search=hana.mori');
  await row.getByText('Active', { exact: true }).waitFor();

  // what is done next takes the offer to take the last thing back away
  await choose('Suspend');
  await holdUndo(page);
  await choose('Unsuspend');
  await page.getByText(/is active again\.$/).waitFor();
  await expect.poll(() => page.getByText(/is suspended now\.$/).count()).toBe(0);
  await row.getByText('Active', { exact: true }).waitFor();
});

test('available services are ticked, saved, and shown to whoever opens the user next', async () => {
  await page.goto('/o/acme/directory/users?search=hana.mori');
  const open = async (): Promise<void> => {
    await page.getByRole('row').nth(1).getByRole('link').click();
    await page.getByRole('group', { name: 'Available services' }).waitFor();
  };
  const ticked = () =>
    page
      .getByRole('group', { name: 'Available services' })
      .getByRole('checkbox', { checked: true })
      .evaluateAll((boxes) => boxes.map((box) => box.getAttribute('value')));
  await open();
  await expect.poll(ticked).toEqual(['kintone', 'garoon', 'mailwise']);
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Secure Access').check();
  await drawer.getByLabel('Garoon').uncheck();
  await expectAccessible(page);
  const sent = page.waitForRequest((request) => request.method() === 'PATCH');
  await drawer.getByRole('button', { name: 'Save' }).click();
  expect((await sent).postDataJSON()).toEqual({ availableServices: ['kintone', 'mailwise', 'secure_access'] });
  await drawer.waitFor({ state: 'hidden' });
  await open();
  await expect.poll(ticked).toEqual(['kintone', 'mailwise', 'secure_access']);
});

test('a CSV file is imported with a report of what failed and why', async () => {
  const csv = [
    'loginName,displayName,surname,givenName,email,status,departments,groups,availableServices',
    'csv.one,一郎 鈴木,鈴木,一郎,csv.one@acme.example,active,営業部,,kintone;office',
    ',No login name,,,,active,,,',
  ].join('\n');
  await page.goto('/o/acme/directory/users');
  await page.getByRole('button', { name: 'Import CSV' }).click();
  const dialog = page.getByRole('dialog');
  const chooser = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'CSV file' }).click();
  await (await chooser).setFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await dialog.getByText('1 user would be added').waitFor();
  await dialog.getByText('The login name is missing.').waitFor();
  await expectAccessible(page);
  await dialog.getByText('New (1)').click();
  await dialog.getByRole('cell', { name: 'csv.one', exact: true }).waitFor();
  await dialog.getByRole('combobox', { name: 'Match rows with users by' }).click();
  await page.getByRole('option', { name: 'E-mail address' }).click();
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await dialog.getByText('1 user would be added').waitFor();
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await dialog.getByText('1 user added').waitFor();
  await dialog.getByText('1 was refused:').first().waitFor();
  const fault = dialog.getByRole('row').nth(1);
  expect(await fault.getByRole('cell').first().innerText()).toBe('3');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.getByText('of 61').waitFor();
});

test('a bulk action is a job: it is seen in another tab, and its report stays', async () => {
  await page.goto('/o/acme/directory/users?search=csv.one');
  await page.getByRole('checkbox', { name: 'Select this page' }).check();
  await page.getByRole('button', { name: 'Available services…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Garoon').check();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Change 1 user' }).click();
  await dialog.getByText('Finished: 1 of 1').waitFor();
  const tab = await page.context().newPage();
  await tab.goto('/o/acme/directory/jobs');
  await tab.getByRole('link', { name: 'Add available services' }).click();
  await tab.getByText('1 user was changed').waitFor();
  await tab.getByRole('link', { name: 'Jobs' }).last().click();
  await tab.getByRole('link', { name: 'CSV import' }).click();
  await tab.getByText('The login name is missing.').waitFor();
  const download = tab.waitForEvent('download');
  await tab.getByRole('link', { name: 'Download as CSV' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file).toContain('3,,,login_name_missing,The login name is missing.');
  await expectAccessible(tab);
  await tab.close();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
});

test('the page of a user says where the accounts stand and what happened', async () => {
  await page.goto('/o/acme/directory/users?search=hana.mori');
  await page.getByRole('button', { name: 'Actions for 森 花' }).click();
  await page.getByRole('menuitem', { name: 'Open', exact: true }).click();
  await page.getByRole('heading', { name: '森 花' }).waitFor();
  const account = page.getByRole('row').filter({ hasText: 'Cybozu (cybozu.com)' });
  await account.getByText('In step').waitFor();
  await page.getByText('History').click();
  await page.getByText('User created').waitFor();
  await expectAccessible(page);
  const size = page.viewportSize();
  await expectFits(page, 360);
  if (size !== null) await page.setViewportSize(size);
});
