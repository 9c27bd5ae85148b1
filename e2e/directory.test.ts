import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { expectAccessible } from './check-page.testing.ts';
import { holdUndo, openPage, sampleRan, signIn } from './pages.testing.ts';
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

async function act(name: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** Fills the drawer that is open and sends it. */
async function fill(name: string, code: string, send: string): Promise<void> {
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Name').fill(name);
  await drawer.getByLabel('Code').fill(code);
  await drawer.getByRole('button', { name: send }).click();
}

const rowNames = (): Promise<string[]> => page.locator('tbody tr td:first-child a').allInnerTexts();

test('departments: added below one another, refused beside the field, reordered, and lifted when their parent goes', async () => {
  await page.goto('/o/example/directory/departments');
  await page.getByText('No departments yet').waitFor();
  await page.getByRole('link', { name: 'Add department' }).first().click();
  await fill('Sales', 'sales', 'Add department');
  await page.getByRole('link', { name: 'Sales' }).waitFor();
  for (const [name, code] of [
    ['Tokyo', 'tokyo'],
    ['Osaka', 'osaka'],
  ] as const) {
    await act('Sales', 'Add a department below');
    await page.getByText('Below Sales').waitFor();
    if (name === 'Osaka') {
      await fill(name, 'tokyo', 'Add department');
      await page.getByRole('dialog').getByText('This code is taken').waitFor();
    }
    await fill(name, code, 'Add department');
    await page.getByRole('link', { name }).waitFor();
  }
  await act('Osaka', 'Move up');
  await expect.poll(rowNames).toEqual(['Sales', 'Osaka', 'Tokyo']);
  await expectAccessible(page);
  await act('Sales', 'Delete…');
  await page.getByText('There are 2 departments directly below.').waitFor();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect.poll(rowNames).toEqual(['Osaka', 'Tokyo']);
});

test('a user is given a department with a job title, and found by it', async () => {
  await page.goto('/o/example/directory/departments/job-titles?title=new');
  await fill('Manager', 'mgr', 'Add job title');
  await page.getByRole('link', { name: 'Manager' }).waitFor();
  await page.goto('/o/example/directory/users?user=new');
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Display name').first().fill('Dora Dept');
  await drawer.getByLabel('Login name').fill('dora.dept');
  await drawer.getByRole('button', { name: 'Add department' }).click();
  await drawer.getByRole('combobox', { name: 'Job title' }).click();
  await page.getByRole('option', { name: 'Manager' }).click();
  await drawer.getByText('Preferred department').waitFor();
  await drawer.getByRole('button', { name: 'Add user' }).click();
  await drawer.waitFor({ state: 'hidden' });
  await page.goto('/o/example/directory/departments');
  await page.getByRole('row').filter({ hasText: 'Osaka' }).getByRole('link', { name: '1', exact: true }).click();
  await page.getByText('1–1 of 1').waitFor();
  await page.getByRole('link', { name: 'Dora Dept' }).waitFor();
  await act('Dora Dept', 'Open');
  await page.getByText('Osaka (Manager)').waitFor();
  await expectAccessible(page);
});

test('a group is added and filled; a member who is removed comes back with Undo', async () => {
  await page.goto('/o/acme/directory/groups?group=new');
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Name').fill('Night shift');
  await drawer.getByRole('button', { name: 'Add group' }).click();
  await page.getByRole('link', { name: 'Night shift' }).click();
  await page.getByText('Nobody is in this group').waitFor();
  await page.getByRole('button', { name: 'Add members' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').fill('agnes.szabo');
  await page.getByRole('option', { name: /agnes\.szabo/ }).click();
  // the list lies over the button until the field is left
  await dialog.getByRole('combobox').press('Tab');
  await dialog.getByRole('button', { name: 'Add members' }).click();
  await page.getByText('1–1 of 1').waitFor();
  // the news that the row is gone may come before the answer to what removed it
  await page.route('**/members', async (route) => {
    const response = await route.fetch();
    await page.getByText('Nobody is in this group').waitFor();
    await route.fulfill({ response });
  });
  await page.getByRole('button', { name: /^Remove .* from the group$/ }).click();
  const undo = await holdUndo(page);
  await page.unroute('**/members');
  await undo.click();
  await expect.poll(rowNames).toEqual(['Ágnes Szabó']);
});

test('many users are acted on at once, after a question that names the number, and nobody else is', async () => {
  await page.goto('/o/acme/directory/users?sort=loginName&order=descending');
  await page.getByText('1–50 of 60').waitFor();
  await page.getByRole('checkbox', { name: 'Select this page' }).check();
  await page.getByText('50 selected').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Select all 60 who match' }).click();
  await page.getByText('60 selected').waitFor();
  await page.getByRole('button', { name: 'Clear the selection' }).click();
  await page.getByText('60 selected').waitFor({ state: 'hidden' });
  for (const box of (await page.getByRole('checkbox', { name: /^Select (?!this)/ }).all()).slice(0, 2))
    await box.check();
  await page.getByRole('toolbar').getByRole('button', { name: 'Available services…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Set exactly').click();
  await dialog.getByLabel('Mailwise').check();
  await dialog.getByRole('button', { name: 'Change 2 users' }).click();
  await dialog.getByText('2 users were changed').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  const columns = page.getByRole('button', { name: 'Columns' });
  await columns.click();
  await page.getByRole('checkbox', { name: 'Available services' }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'Available services' }).waitFor();
  await page.reload();
  await page.getByRole('columnheader', { name: 'Available services' }).waitFor();
  await expect.poll(() => page.getByRole('cell', { name: 'Mailwise', exact: true }).count()).toBe(2);
});

test('a service is added, given, renamed and removed; whoever had it is told of before', async () => {
  await page.goto('/o/example/directory/services');
  await page.getByRole('button', { name: 'Add service' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Wiki');
  await dialog.getByLabel('Code').fill('Wiki!');
  await dialog.getByRole('button', { name: 'Add service' }).click();
  await expect.poll(() => dialog.getByLabel('Code').getAttribute('aria-invalid')).toBe('true');
  await dialog.getByLabel('Code').fill('wiki');
  await dialog.getByRole('button', { name: 'Add service' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('row').filter({ hasText: 'wiki' }).getByText('0 taken, no limit').waitFor();
  await page.goto('/o/example/directory/users?user=new');
  await dialog.getByRole('textbox', { name: 'Display name', exact: true }).fill('Wiki Reader');
  await dialog.getByLabel('Login name').fill('wiki.reader');
  await dialog.getByLabel('Wiki', { exact: true }).check();
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.goto('/o/example/directory/services');
  const row = page.getByRole('row').filter({ hasText: 'wiki' });
  await row.getByText('1 taken, no limit').waitFor();
  await row.getByRole('button', { name: 'Edit Wiki' }).click();
  await dialog.getByLabel('Name').fill('Knowledge');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await row.getByText('Knowledge', { exact: true }).waitFor();
  await expectAccessible(page);
  await row.getByRole('button', { name: 'Remove Knowledge?' }).click();
  await dialog.getByText('1 user has it.').waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await row.waitFor({ state: 'detached' });
  await page.goto('/o/example/directory/users?search=wiki.reader');
  await page.getByRole('link', { name: 'Wiki Reader' }).waitFor();
});

test('a service is limited, and the user who would be one more is refused in words', async () => {
  await page.goto('/o/example/directory/services');
  const row = page.getByRole('row').filter({ hasText: 'secure_access' });
  await row.getByText(/^\d+ taken, no limit$/).waitFor();
  await row.getByRole('button', { name: 'Edit Secure Access' }).click();
  await page.getByRole('dialog').getByLabel('A number of seats').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await row.getByText(/^(\d+) of \1 taken$/).waitFor();
  await expectAccessible(page);
  await page.goto('/o/example/directory/users?user=new');
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Display name').first().fill('One More');
  await drawer.getByLabel('Login name').fill('one.more');
  await drawer.getByLabel('Secure Access').check();
  await drawer.getByRole('button', { name: 'Add user' }).click();
  await drawer.getByText('No seat of the service is free').waitFor();
  await drawer.getByLabel('Secure Access').uncheck();
  await drawer.getByRole('button', { name: 'Add user' }).click();
  await drawer.waitFor({ state: 'hidden' });
  await expect.poll(() => page.getByRole('link', { name: 'One More' }).count()).toBe(1);
});

test('the export is the list that is filtered, as the import takes it', async () => {
  await page.goto('/o/acme/directory/users?search=agnes');
  await page.getByText('1–1 of 1').waitFor();
  const address = await page.getByRole('link', { name: 'Export CSV' }).getAttribute('href');
  const csv = await (await page.request.get(address ?? '')).text();
  expect(csv.split('\r\n')).toEqual([
    expect.stringContaining('loginName,displayName,'),
    expect.stringContaining('agnes.szabo,'),
    '',
  ]);
});

test('a group rule: tried with its faults and its people, activated, and its members are there', async () => {
  await page.goto('/o/acme/directory/groups?group=new');
  await page.getByRole('dialog').getByLabel('Name').fill('Ruled');
  await page.getByRole('dialog').getByRole('button', { name: 'Add group' }).click();
  await page.getByRole('link', { name: 'Ruled' }).waitFor();
  await page.getByRole('tab', { name: 'Rules' }).click();
  await page.getByText('No rules yet').waitFor();
  await page.getByRole('link', { name: 'Add rule' }).first().click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Name').fill('Everybody');
  await drawer.getByRole('textbox', { name: 'Expression' }).fill('user.titel == "x"');
  await drawer.getByText('At character 1').waitFor();
  await drawer.getByRole('textbox', { name: 'Expression' }).fill('user.active');
  await drawer.getByText(/people match/).waitFor();
  await drawer.getByRole('combobox', { name: 'Members of' }).fill('Ruled');
  await page.getByRole('option', { name: 'Ruled' }).click();
  await drawer.getByRole('button', { name: 'Add rule' }).click();
  await page.getByText('Inactive').waitFor();
  await expectAccessible(page);
  await act('Everybody', 'Activate');
  const members = page.getByRole('row', { name: 'Everybody' }).getByRole('cell').nth(4);
  await expect.poll(() => members.innerText(), { timeout: 30_000 }).not.toBe('0');
  await act('Everybody', 'Delete…');
  await page.getByLabel(/They leave the groups/).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByText('No rules yet').waitFor();
});
