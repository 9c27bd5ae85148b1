import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectAccessible } from './check-page.testing.ts';
import { openPage, signIn } from './pages.testing.ts';
import { serve } from './serve.testing.ts';
import type { TestServer } from './server.testing.ts';

let server: TestServer;
let browser: Browser;
serve((given) => ({ server, browser } = given));

const words = {
  'en-US': {
    page: 'Settings',
    name: 'Name',
    slug: 'Subdomain',
    save: 'Save',
    confirm: 'Change the subdomain',
    zone: 'Time zone',
  },
  'es-ES': {
    page: 'Ajustes',
    name: 'Nombre',
    slug: 'Subdominio',
    save: 'Guardar',
    confirm: 'Cambiar el subdominio',
    zone: 'Zona horaria',
  },
  'ja-JP': {
    page: '設定',
    name: '名前',
    slug: 'サブドメイン',
    save: '保存',
    confirm: 'サブドメインを変更する',
    zone: 'タイムゾーン',
  },
} as const;

test.each(Object.entries(words))('an organization gets another name and address in %s', async (locale, word) => {
  const page = await openPage(browser, server, { locale });
  await signIn(page, server);
  const slug = `moved-${locale.toLowerCase()}`;
  const created = await page.request.post('/api/v1/organizations', {
    data: { slug: `here-${locale.toLowerCase()}`, name: 'Here' },
    headers: { origin: server.url },
  });
  expect(created.status()).toBe(201);
  await page.goto(`/o/here-${locale.toLowerCase()}/settings`);
  await page.getByRole('heading', { name: word.page, exact: true }).waitFor();
  await expectAccessible(page);

  await page.getByLabel(word.slug).fill('example');
  await page.getByRole('button', { name: word.save, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: word.confirm }).click();
  await page.locator('[aria-invalid=true]').waitFor();

  await page.getByRole('textbox', { name: word.name }).fill('There');
  await page.getByLabel(word.slug).fill(slug);
  await page.getByRole('button', { name: word.save, exact: true }).click();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: word.confirm }).click();
  await page.waitForURL(`**/o/${slug}/settings`);
  await page.getByRole('button', { name: /There/ }).waitFor();

  await page.getByRole('combobox', { name: word.zone }).fill('Asia/Tokyo');
  await page.getByRole('option', { name: 'Asia/Tokyo' }).click();
  const changed = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
  await page.getByRole('button', { name: word.save, exact: true }).click();
  expect((await changed).status()).toBe(200);
  await page.goto(`/o/${slug}/security/audit-log`);
  const time = page.getByRole('main').locator('time').first();
  const at = new Date((await time.getAttribute('datetime')) ?? '');
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Asia/Tokyo' });
  await time.hover();
  await page.getByRole('tooltip').getByText(format.format(at)).waitFor();
  await page.goto(`/o/${slug}`);
  await page.getByRole('main').waitFor();
  await page.context().close();
});
