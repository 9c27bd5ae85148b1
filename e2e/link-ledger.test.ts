import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { expectAccessible } from './check-page.testing.ts';
import { holdUndo, openPage, sampleRan, signIn } from './pages.testing.ts';
import { serve } from './serve.testing.ts';
import type { TestServer } from './server.testing.ts';

const api = '/api/v1/organizations/example';
const scimSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
let server: TestServer;
let browser: Browser;
let page: Page;
let scim: { readonly endpoint: string; readonly token: string };

/** The admin API with the page's session. */
async function call(method: string, path: string, data?: object): Promise<unknown> {
  const answer = await page.request.fetch(api + path, { method, headers: { origin: server.url }, data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.status() === 204 ? undefined : answer.json();
}

async function create(userName: string): Promise<{ readonly status: number; readonly id: string }> {
  const answer = await page.request.post(`${scim.endpoint}/Users`, {
    headers: { authorization: `Bearer ${scim.token}`, 'content-type': 'application/scim+json' },
    data: { schemas: [scimSchema], userName, displayName: userName },
  });
  const { id } = (await answer.json()) as { id: string };
  return { status: answer.status(), id };
}

serve((given) => ({ server, browser } = given));
beforeAll(async () => {
  page = await openPage(browser, server);
  await signIn(page, server);
  await sampleRan(page);
  scim = (await call('POST', '/connections/default/tokens', { notes: 'test', validity: { days: 30 } })) as typeof scim;
});

/** The row of a user in the ledger. */
const rowOf = (name: string) => page.getByRole('row', { name: new RegExp(name.replaceAll('.', '\\.')) });

test('who was deleted here is kept out, restored, forgotten and linked again', async () => {
  const { id } = await create('ledger.one');
  await call('DELETE', `/users/${id}`);
  expect((await create('ledger.one')).status).toBe(409);
  await page.goto('/o/example');
  await page.getByRole('link', { name: 'Link ledger' }).click();
  await page.getByLabel('Search by login name or display name').fill('ledger.one');
  const row = rowOf('ledger.one');
  await row.getByText('Tombstoned').last().waitFor();
  await row.getByText(/Deleted by/).waitFor();
  await row.getByRole('button', { name: 'Restore: ledger.one' }).click();
  await page.getByRole('dialog', { name: 'Restore ledger.one?' }).getByRole('button', { name: 'Restore' }).click();
  await row.getByText('Linked', { exact: true }).last().waitFor();
  await row.getByRole('button', { name: 'Forget: ledger.one' }).click();
  const undo = await holdUndo(page);
  await row.getByText('Unlinked').last().waitFor();
  await undo.click();
  await row.getByText('Linked', { exact: true }).last().waitFor();
  await expectAccessible(page);
  expect(new URL(page.url()).searchParams.get('search')).toBe('ledger.one');
});

test('a rule is changed and taken back, and a held login name is approved', async () => {
  const { id } = await create('ledger.two');
  await page.goto('/o/example/provisioning');
  const rule = page.getByRole('combobox', { name: 'Renaming by the identity provider' });
  await rule.click();
  await page.getByRole('option', { name: 'Held until an administrator approves' }).click();
  await page.getByText('The rules were changed.').waitFor();
  const undo = await holdUndo(page);
  const answer = await page.request.patch(`${scim.endpoint}/Users/${id}`, {
    headers: { authorization: `Bearer ${scim.token}`, 'content-type': 'application/scim+json' },
    data: {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'userName', value: 'ledger.renamed' }],
    },
  });
  expect(answer.status()).toBe(200);
  await undo.click();
  await page.waitForFunction(
    (label) => [...document.querySelectorAll<HTMLInputElement>('input')].some(({ value }) => value.startsWith(label)),
    'Refused: login names stay',
  );
  await page.goto('/o/example/provisioning/links?state=held');
  await page.getByRole('button', { name: 'Approve: ledger.two' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await page.getByText('No match').waitFor();
  const renamed = (await call('GET', `/users/${id}`)) as { loginName: string };
  expect(renamed.loginName).toBe('ledger.renamed');
});

test('switching on shows first what it means, and releases tombstones when that is ticked', async () => {
  const { id } = await create('ledger.three');
  await call('DELETE', `/users/${id}`);
  await call('PUT', '/connections/default/propagation', { propagation: false });
  expect((await create('ledger.refused')).status).toBe(403);
  await page.goto('/o/example/provisioning');
  const toggle = page.getByRole('switch', { name: 'Propagate provisioning' });
  await toggle.press('Space');
  const dialog = page.getByRole('dialog', { name: 'Switch on “Propagate provisioning”?' });
  await dialog.getByText('1 write was refused while propagation was off.').waitFor();
  expect(await toggle.isChecked()).toBe(false);
  await expectAccessible(page);
  await dialog.getByRole('checkbox', { name: /^Release 1 user/ }).check();
  await dialog.getByRole('button', { name: 'Switch on' }).click();
  await page.getByText('Provisioning is propagated.').waitFor();
  expect((await create('ledger.three')).status).toBe(201);
});
