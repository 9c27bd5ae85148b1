import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { expectAccessible } from './check-page.testing.ts';
import { holdUndo, openPage, sampleRan, signIn } from './pages.testing.ts';
import { serve } from './serve.testing.ts';
import type { TestServer } from './server.testing.ts';

let server: TestServer;
let browser: Browser;
serve((given) => ({ server, browser } = given));
beforeAll(async () => {
  const page = await openPage(browser, server);
  await signIn(page, server);
  await sampleRan(page);
  await page.context().close();
});

/** The words that an administrator looks for, as the manuals of cybozu.com and Kintone print them. */
const words = {
  'en-US': {
    page: 'Provisioning',
    create: 'Create API token',
    validity: 'Validity period',
    days: '60 days',
    notes: 'Notes',
    submit: 'Create',
    once: 'It will not be shown again after this dialog is closed.',
    token: 'API token',
    endpoint: 'SCIM endpoint',
    close: 'Close',
    edit: 'Edit',
    save: 'Save',
    disable: 'Disable',
    remove: 'Delete',
  },
  'es-ES': {
    page: 'Provisión',
    create: 'Crear token de API',
    validity: 'Período de validez',
    days: '60 días',
    notes: 'Notas',
    submit: 'Crear',
    once: 'No se volverá a mostrar después de cerrar este diálogo.',
    token: 'Token de API',
    endpoint: 'Punto de conexión SCIM',
    close: 'Cerrar',
    edit: 'Editar',
    save: 'Guardar',
    disable: 'Desactivar',
    remove: 'Eliminar',
  },
  'ja-JP': {
    page: 'プロビジョニング',
    create: 'APIトークンを作成する',
    validity: '有効期間',
    days: '60日',
    notes: 'メモ',
    submit: '作成する',
    once: 'このダイアログを閉じると、二度と表示されません。',
    token: 'APIトークン',
    endpoint: 'SCIMエンドポイント',
    close: '閉じる',
    edit: '編集',
    save: '保存',
    disable: '無効にする',
    remove: '削除',
  },
} as const;

async function askUsers(page: Page, endpoint: string, token: string): Promise<number> {
  const answer = await page.request.get(`${endpoint}/Users?count=1`, { headers: { authorization: `Bearer ${token}` } });
  return answer.status();
}

test.each(Object.entries(words))('a token lives and dies in %s', async (locale, word) => {
  const page = await openPage(browser, server, { locale });
  await signIn(page, server);
  await page.goto('/o/example/provisioning');
  await page.getByRole('heading', { name: word.page, exact: true }).waitFor();

  await page.getByRole('button', { name: word.create }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(word.validity).first().click();
  await page.getByRole('option', { name: word.days }).click();
  await dialog.getByLabel(word.notes).fill(`Okta ${locale}`);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: word.submit, exact: true }).click();

  await dialog.getByText(word.once).waitFor();
  const token = await dialog.getByLabel(word.token, { exact: true }).inputValue();
  const endpoint = await dialog.getByLabel(word.endpoint, { exact: true }).inputValue();
  expect(token.length).toBeGreaterThan(30);
  expect(await askUsers(page, endpoint, token)).toBe(200);
  await page.keyboard.press('Escape');
  expect(await dialog.isVisible()).toBe(true);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: word.close }).click();
  await dialog.waitFor({ state: 'hidden' });

  const row = page.getByRole('row').filter({ hasText: `Okta ${locale}` });
  await row.waitFor();
  await page.reload();
  await row.waitFor();
  expect(await page.content()).not.toContain(token);

  await row.getByRole('button', { name: word.edit }).click();
  await dialog.getByLabel(word.notes).fill(`Okta ${locale} 2`);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: word.save, exact: true }).click();
  await row.getByText(`Okta ${locale} 2`).waitFor();
  expect(await askUsers(page, endpoint, token)).toBe(200);

  expect(await row.getByRole('button', { name: word.remove }).count()).toBe(0);
  await row.getByRole('button', { name: word.disable }).click();
  await row.getByRole('button', { name: word.remove }).waitFor();
  expect(await askUsers(page, endpoint, token)).toBe(401);

  await row.getByRole('button', { name: word.remove }).click();
  await dialog.getByText(`Okta ${locale}`).first().waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: word.remove, exact: true }).click();
  await row.waitFor({ state: 'detached' });
});

test('every validity period can be chosen, and no expiry warns', async () => {
  const page = await openPage(browser, server);
  await signIn(page, server);
  await page.goto('/o/example/provisioning');
  await page.getByRole('button', { name: 'Create API token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Validity period').first().click();
  const options = await page.getByRole('option').allInnerTexts();
  expect(options).toEqual(['30 days', '60 days', '90 days', '1 year', 'Until a date', 'No expiry']);

  await page.getByRole('option', { name: 'Until a date' }).click();
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await dialog.getByText('Please fill this in.').waitFor();
  await dialog.getByLabel('Last day').click();
  await page.getByRole('button', { name: 'Next month' }).click();
  await page.getByRole('button', { name: /^15 / }).click();

  await dialog.getByLabel('Validity period').first().click();
  await page.getByRole('option', { name: 'No expiry' }).click();
  await dialog.getByText('A token without expiry works until somebody disables it.').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
});

test('the switch refuses writes, counts them, and is taken back with Undo', async () => {
  const page = await openPage(browser, server);
  await signIn(page, server);
  const created = await page.request.post('/api/v1/organizations/example/connections/default/tokens', {
    data: { notes: 'Switch', validity: { days: 1 } },
    headers: { origin: server.url },
  });
  const { token, endpoint } = (await created.json()) as { token: string; endpoint: string };
  const write = async (name: string): Promise<number> => {
    const answer = await page.request.post(`${endpoint}/Users`, {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      data: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: name, displayName: name },
    });
    return answer.status();
  };
  await page.goto('/o/example/provisioning');
  const toggle = page.getByRole('switch', { name: 'Propagate provisioning' });
  await toggle.waitFor();
  expect(await toggle.isChecked()).toBe(true);
  await toggle.press('Space');
  await page.getByText('Provisioning is no longer propagated.').waitFor();
  const undo = await holdUndo(page);
  expect(await write('refused.one')).toBe(403);
  await page.getByText('1 write was refused since propagation was switched off.').waitFor();

  await undo.click();
  await page.getByText('What the identity provider sends is written into the directory.').waitFor();
  await expect.poll(() => toggle.isChecked()).toBe(true);
  expect(await write('let.in')).toBe(201);
});
