import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectAccessible } from './check-page.testing.ts';
import { openPage, signIn } from './pages.testing.ts';
import { serve } from './serve.testing.ts';
import type { TestServer } from './server.testing.ts';

let server: TestServer;
let browser: Browser;
serve((given) => ({ server, browser } = given));

const words = [
  {
    locale: 'en-US',
    sections: ['Readings and other languages', 'Contact', 'Language and time zone'],
    reading: 'Surname (reading)',
    phone: 'Phone',
    zone: 'Time zone',
    save: 'Save',
  },
  {
    locale: 'es-ES',
    sections: ['Lecturas y otros idiomas', 'Contacto', 'Idioma y zona horaria'],
    reading: 'Apellido (lectura)',
    phone: 'Teléfono',
    zone: 'Zona horaria',
    save: 'Guardar',
  },
  {
    locale: 'ja-JP',
    sections: ['よみがなと別言語', '連絡先', '言語とタイムゾーン'],
    reading: 'よみがな（姓）',
    phone: '電話番号',
    zone: 'タイムゾーン',
    save: '保存',
  },
] as const;

async function openUser(page: Page, index: number): Promise<string> {
  const answer = await page.request.get(`/api/v1/organizations/acme/users?limit=50`);
  const { users } = (await answer.json()) as { users: { id: string }[] };
  const id = users[index]?.id ?? '';
  await page.goto(`/o/acme/directory/users?user=${id}`);
  return id;
}

test.each(words.map((one, index) => ({ ...one, index })))(
  'in $locale the further profile is folded away, filled in and kept',
  async ({ locale, sections, reading, phone, zone, save, index }) => {
    const page = await openPage(browser, server, { locale });
    await signIn(page, server);
    const id = await openUser(page, index);
    const drawer = page.getByRole('dialog');
    for (const name of sections) await drawer.getByRole('button', { name, exact: true }).click();
    await drawer.getByLabel(reading).fill('もり');
    await drawer.getByLabel(phone, { exact: true }).fill('03-1234-5678');
    await drawer.getByRole('combobox', { name: zone }).fill('Tokyo');
    await page.getByRole('option', { name: 'Asia/Tokyo' }).click();
    await expectAccessible(page);
    const sent = page.waitForRequest((request) => request.method() === 'PATCH');
    await drawer.getByRole('button', { name: save, exact: true }).click();
    expect((await sent).postDataJSON()).toEqual({
      surnameReading: 'もり',
      phone: '03-1234-5678',
      timeZone: 'Asia/Tokyo',
    });
    await drawer.waitFor({ state: 'hidden' });
    const read = await page.request.get(`/api/v1/organizations/acme/users/${id}`);
    expect(await read.json()).toMatchObject({ surnameReading: 'もり', phone: '03-1234-5678', timeZone: 'Asia/Tokyo' });
    await page.context().close();
  },
);

test('the language chosen on the own page is the language in every browser', async () => {
  const page = await openPage(browser, server);
  await signIn(page, server);
  await page.goto('/o/acme/account');
  await page.getByRole('combobox', { name: 'Language of the console' }).click();
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
  await page.getByRole('option', { name: 'Español' }).click();
  expect((await saved).status()).toBe(204);
  await page.getByRole('combobox', { name: 'Idioma de la consola' }).waitFor();
  const other = await openPage(browser, server);
  await signIn(other, server);
  await other.goto('/o/acme/account');
  await other.getByRole('combobox', { name: 'Idioma de la consola' }).waitFor();
  const back = await other.request.patch('/api/v1/account', {
    data: { language: null },
    headers: { origin: server.url },
  });
  expect(back.status()).toBe(204);
  await page.context().close();
  await other.context().close();
});
