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

const application = '/o/acme/applications/cybozu';

async function choosePerson(name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Preview for' }).fill(name);
  await page.getByRole('option', { name }).first().click();
}

test('an expression is written with completion, tried step by step, and reaches exactly the people it changes', async () => {
  await page.goto(`${application}/assignments/people`);
  await page.getByText('60 of 60 in step').waitFor({ timeout: 120_000 });
  await page.goto(`${application}/provisioning/mappings`);
  await choosePerson('Ágnes Szabó');
  await page.getByRole('button', { name: 'Display name', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Value comes from' }).click();
  await page.getByRole('option', { name: 'Expression' }).click();
  const field = dialog.getByLabel('Expression', { exact: true });
  await field.pressSequentially('String.toUpp');
  await page.getByRole('option', { name: /String\.toUpperCase/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => field.inputValue()).toBe('String.toUpperCase()');
  await page.keyboard.type('usr.displayName');
  await dialog.getByText('At character 20: There is no profile “usr”. Did you mean user?').waitFor();
  await expectAccessible(page);
  await field.fill('');
  await field.pressSequentially('getManagerUser("active_directory").firstN');
  await page.getByRole('option', { name: 'firstName: string' }).waitFor();
  await field.fill('hasWorkdayUser() ? findWorkdayUser().employeeID : appuser.userName');
  await dialog.getByText('findWorkdayUser: no Workday is connected here').waitFor();
  await dialog.getByText('"agnes.szabo"').first().waitFor();
  await field.fill('user.login == "agnes.szabo" ? String.toUpperCase(user.displayName) : user.displayName');
  await dialog.getByText('"ÁGNES SZABÓ"').first().waitFor();
  await dialog.getByRole('button', { name: 'Explain each step' }).click();
  await dialog.getByRole('cell', { name: 'user.login == "agnes.szabo"', exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('The values of 1 person will change.').waitFor();
  await page
    .getByRole('row', { name: /Display name/ })
    .getByText('ÁGNES SZABÓ')
    .waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save and push to 1 person' }).click();
  await page.getByText('Saved. 1 person is updated.').waitFor();
  await page.goto('/o/example/directory/users?search=agnes');
  await page.getByText('ÁGNES SZABÓ').first().waitFor();
});

test('a redundant service is deleted from the attribute list after a question', async () => {
  await page.goto(`${application}/provisioning/mappings`);
  await page.getByRole('button', { name: 'Delete Mailwise' }).click();
  await page.getByRole('dialog').getByText('Do this for what you have no licenses for.').waitFor();
  await page.getByRole('button', { name: 'Delete attribute' }).click();
  await page.getByRole('button', { name: 'Restore' }).waitFor();
  await page.getByText(/The values of \d+ (person|people) will change\./).waitFor();
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await page.getByRole('button', { name: 'Delete Mailwise' }).waitFor();
  await expect.poll(() => page.getByRole('button', { name: 'Discard changes' }).count()).toBe(0);
});

test('an attribute is added with its type, scope and mapping, and deleted after a question', async () => {
  await page.goto(`${application}/provisioning/mappings`);
  await page.getByRole('button', { name: 'Add attribute' }).click();
  const dialog = page.getByRole('dialog');
  const choose = async (field: string, option: string): Promise<void> => {
    await dialog.getByRole('combobox', { name: field }).click();
    await page.getByRole('option', { name: option }).click();
  };
  await dialog.getByRole('textbox', { name: 'Path in the application' }).fill('costCode');
  await choose('Data type', 'Integer');
  await choose('Scope', 'Group: assignments by group may set it');
  await dialog.getByRole('checkbox', { name: 'Required' }).check();
  await choose('Value comes from', 'Constant');
  await dialog.getByRole('textbox', { name: 'Constant' }).fill('seven');
  await choose('Apply on', 'Create only');
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await dialog.getByText('This is no value of the data type.').waitFor();
  await dialog.getByRole('textbox', { name: 'Constant' }).fill('7');
  await dialog.getByRole('button', { name: 'Apply' }).click();
  const row = page.getByRole('row').filter({ hasText: 'costCode' });
  for (const text of ['Required', 'Create only', 'Integer']) await row.getByText(text, { exact: true }).waitFor();
  await page.getByText(/The values of \d+ (person|people) will change\./).waitFor();
  await row
    .getByRole('button', { name: /costCode$/ })
    .last()
    .click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete attribute' }).click();
  await expect.poll(() => row.count()).toBe(0);
});

test('a custom username format shows the login name that it makes', async () => {
  await page.goto(`${application}/sign-on`);
  await page.getByRole('combobox', { name: 'Application username format' }).click();
  await page.getByRole('option', { name: '(None)' }).click();
  await page.getByText('Each person fails until a login name is set').waitFor();
  // whoever has an account keeps its login name
  await choosePerson('Ágnes Szabó');
  await page.getByText('agnes.szabo', { exact: true }).waitFor();
  await page.getByRole('combobox', { name: 'Application username format' }).click();
  await page.getByRole('option', { name: 'Custom' }).click();
  await page.getByLabel('Expression', { exact: true }).fill('substringBefore(source.login, "@")');
  await page.getByText('"agnes.szabo"').first().waitFor();
  await expectAccessible(page);
});
