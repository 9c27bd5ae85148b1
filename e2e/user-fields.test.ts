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

const badge = 'urn:example:params:scim:schemas:extension:badge:2.0:User';

/** Users of the organization get badges, and a desk each. */
async function extendUsers(page: Page): Promise<void> {
  const attributes = [
    { name: 'badgeNumber', description: 'As it is printed on the badge', required: true },
    { name: 'clearance', type: 'integer' },
    { name: 'contractor', type: 'boolean' },
    { name: 'shift', canonicalValues: ['day', 'night'] },
    { name: 'since', type: 'dateTime' },
    { name: 'sites', multiValued: true },
    { name: 'pin', mutability: 'writeOnly' },
    { name: 'desk', type: 'complex', subAttributes: [{ name: 'room' }, { name: 'seat', type: 'integer' }] },
    { name: 'keys', type: 'complex', multiValued: true, subAttributes: [{ name: 'door' }] },
  ];
  const put = async (path: string, data: object): Promise<void> => {
    const headers = { origin: server.url };
    const answer = await page.request.put(`/api/v1/organizations/acme/${path}`, { data, headers });
    expect(answer.status()).toBe(200);
  };
  const description = 'Badges of the front desk';
  await put(`schemas/${encodeURIComponent(badge)}`, { id: badge, name: 'Badge', description, attributes });
  const schema = 'urn:ietf:params:scim:schemas:core:2.0:User';
  const schemaExtensions = [{ schema: badge }];
  await put('resource-types/User', { name: 'User', endpoint: '/Users', schema, schemaExtensions });
}

test('attributes of the organization have fields after their types, which are filled in, shown and cleared', async () => {
  const page = await openPage(browser, server, { viewport: { width: 360, height: 740 } });
  await signIn(page, server);
  await extendUsers(page);
  const id = await openUser(page, 7);
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: 'Badge', exact: true }).click();
  await drawer.getByRole('textbox', { name: 'clearance' }).fill('3');
  await drawer.getByRole('button', { name: 'Save', exact: true }).click();
  await drawer.getByText('Please fill this in.').waitFor();
  await drawer.getByRole('textbox', { name: 'badgeNumber' }).fill('B-7');
  await drawer.getByRole('combobox', { name: 'contractor' }).click();
  await page.getByRole('option', { name: 'No', exact: true }).click();
  await drawer.getByRole('combobox', { name: 'shift' }).click();
  await page.getByRole('option', { name: 'night' }).click();
  await drawer.getByRole('textbox', { name: 'since' }).fill('yesterday');
  for (const site of ['Tokyo', 'Lima']) {
    await drawer
      .getByRole('combobox', { name: 'sites' })
      .or(drawer.getByRole('textbox', { name: 'sites' }))
      .fill(site);
    await page.keyboard.press('Enter');
  }
  await drawer.getByLabel('pin').fill('4711');
  await drawer.getByRole('textbox', { name: 'seat' }).fill('12');
  await drawer.getByRole('button', { name: 'Save', exact: true }).click();
  await drawer.getByText('Enter a date and time').waitFor();
  await expectAccessible(page);
  await drawer.getByRole('textbox', { name: 'since' }).fill('2026-01-31T09:30:00Z');
  await drawer.getByRole('button', { name: 'Save', exact: true }).click();
  await drawer.waitFor({ state: 'hidden' });
  const read = async (): Promise<unknown> =>
    ((await (await page.request.get(`/api/v1/organizations/acme/users/${id}`)).json()) as { extensions: unknown })
      .extensions;
  const values = {
    badgeNumber: 'B-7',
    clearance: 3,
    contractor: false,
    shift: 'night',
    since: '2026-01-31T09:30:00Z',
    sites: ['Tokyo', 'Lima'],
    desk: { seat: 12 },
  };
  expect(await read()).toEqual({ [badge]: values });
  await page.goto(`/o/acme/directory/users/${id}`);
  await page.getByRole('heading', { name: 'Badge' }).waitFor();
  await page.getByText('Tokyo, Lima').waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Edit' }).click();
  await drawer.getByRole('button', { name: 'Badge', exact: true }).click();
  await drawer.getByRole('textbox', { name: 'clearance' }).fill('');
  await drawer.getByRole('textbox', { name: 'seat' }).fill('');
  const sent = page.waitForRequest((request) => request.method() === 'PATCH');
  await drawer.getByRole('button', { name: 'Save', exact: true }).click();
  expect((await sent).postDataJSON()).toEqual({ extensions: { [badge]: { clearance: null, desk: null } } });
  await drawer.waitFor({ state: 'hidden' });
  const { clearance: _gone, desk: _gone2, ...kept } = values;
  expect(await read()).toEqual({ [badge]: kept });
  await page.context().close();
});
