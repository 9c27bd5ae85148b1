import { catalog } from '@lockstep/provisioning';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test, vi } from 'vitest';
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

const cards = () => page.getByRole('article');

test('the guide: browse the catalog, search for cybozu, enter the domain name, done', async () => {
  await page.goto('/o/acme/applications');
  await page.getByRole('link', { name: 'Browse catalog' }).click();
  await page.getByRole('heading', { name: 'Application catalog' }).waitFor();
  await page.getByRole('searchbox', { name: 'Search the catalog' }).fill('cybozu');
  await vi.waitFor(async () => expect(await cards().count()).toBe(1));
  expect(new URL(page.url()).searchParams.get('search')).toBe('cybozu');
  await page.getByRole('link', { name: 'Cybozu (cybozu.com)' }).click();
  const domain = page.getByRole('textbox', { name: 'Domain Name' });
  await domain.fill('not.one.label');
  await page.getByRole('textbox', { name: 'Application label' }).fill('Cybozu by the guide');
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByText('This is one name without dots').waitFor();
  await domain.fill('example');
  await page.getByRole('button', { name: 'Done' }).click();
  await page.waitForURL('**/applications/cybozu-by-the-guide/provisioning/integration');
  const answer = await page.request.get('/api/v1/organizations/acme/applications/cybozu-by-the-guide');
  expect(await answer.json()).toMatchObject({ baseUrl: 'https://example.cybozu.com/scim/v2', apiIntegration: false });

  await page.getByLabel('API token', { exact: true }).fill('a-token');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').first().waitFor();
  // what is saved is not asked about on leaving
  await page.getByRole('link', { name: 'To App' }).click();
  await page.getByRole('switch', { name: 'Create Users' }).waitFor();
});

test('a template of one’s own is told its faults by path, added, found and deleted', async () => {
  const [cybozu] = catalog;
  const own = { ...cybozu, id: 'own-wiki', name: 'Own wiki', fields: [], baseUrl: 'https://wiki.example.test/scim' };
  const upload = async (document: object): Promise<void> => {
    await page.locator('input[type=file]').setInputFiles({
      name: 'wiki.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(document)),
    });
    await page.getByRole('button', { name: 'Add template', exact: true }).click();
  };
  await page.goto('/o/acme/catalog');
  await page.getByRole('button', { name: 'Add own template' }).click();
  await upload({ ...own, baseUrl: 'https://{nothing}/scim', lacks: ['create-users'] });
  await page.getByText('2 things are wrong with the template.').waitFor();
  await page.getByText('There is no field “nothing”.').waitFor();
  await upload(own);
  await page.waitForURL('**/catalog/own-wiki');
  await page.goto('/o/acme/catalog?search=own-wiki');
  await vi.waitFor(async () => expect(await cards().count()).toBe(1));
  await page.getByRole('link', { name: 'Own wiki' }).click();
  await page.getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.waitForURL('**/o/acme/catalog');
  const answer = await page.request.get('/api/v1/organizations/acme/templates/own-wiki');
  expect(answer.status()).toBe(404);
});

test('in Japanese, names of templates and what is wrong with an address are Japanese, too', async () => {
  const japanese = await openPage(browser, server, { locale: 'ja-JP' });
  await signIn(japanese, server);
  await japanese.goto('/o/acme/catalog/lockstep');
  await japanese.getByRole('heading', { name: '別のLockstep', level: 1 }).waitFor();
  await japanese.goto('/o/acme/catalog/cybozu.com');
  const domain = japanese.getByRole('textbox', { name: 'ドメイン名' });
  await domain.fill('not.one.label');
  await japanese.getByRole('button', { name: '完了' }).click();
  await japanese.getByText('ドットを含まない1つの名前を入力してください。').waitFor();
  await domain.fill('');
  await japanese.getByRole('button', { name: '完了' }).click();
  await japanese.getByText('入力してください。', { exact: true }).waitFor();
  expect(await domain.getAttribute('aria-invalid')).toBe('true');
  await japanese.close();
});
