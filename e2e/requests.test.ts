import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectAccessible } from './check-page.testing.ts';
import { openPage, sampleRan, signIn } from './pages.testing.ts';
import { serve } from './serve.testing.ts';
import type { TestServer } from './server.testing.ts';

let server: TestServer;
let browser: Browser;
serve((given) => ({ server, browser } = given));

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

interface Endpoint {
  readonly endpoint: string;
  readonly token: string;
}

async function createToken(page: Page, notes: string): Promise<Endpoint> {
  const answer = await page.request.post('/api/v1/organizations/example/connections/default/tokens', {
    data: { notes, validity: { days: 1 } },
    headers: { origin: server.url },
  });
  return (await answer.json()) as Endpoint;
}

async function create(page: Page, { endpoint, token }: Endpoint, userName: string): Promise<number> {
  const answer = await page.request.post(`${endpoint}/Users`, {
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/scim+json',
      'user-agent': 'Okta SCIM Client 1.0.0',
    },
    data: { schemas: [core], userName, displayName: 'Kim', active: 'True', password: 'correct-horse-battery' },
  });
  return answer.status();
}

const words = {
  'en-US': {
    search: 'Login name or user ID',
    taken: 'Another user has this login name.',
    todo: 'Rename or delete the other user',
    tolerated: 'Text such as “False” where true or false belongs',
    changed: 'User created:',
    masked: 'Secrets are masked',
    replay: 'Replay as dry run',
    export: 'Export as test fixture',
  },
  'es-ES': {
    search: 'Nombre de inicio de sesión o ID',
    taken: 'Otro usuario tiene este nombre de inicio de sesión.',
    todo: 'Cambie el nombre del otro usuario',
    tolerated: 'Texto como «False» donde corresponde true o false',
    changed: 'Creación de usuario:',
    masked: 'Secretos ocultos',
    replay: 'Repetir como simulación',
    export: 'Exportar como caso de prueba',
  },
  'ja-JP': {
    search: 'ログイン名またはユーザーID',
    taken: 'このログイン名は別のユーザーが使用しています。',
    todo: '別のユーザーのログイン名を変更または削除する',
    tolerated: '「False」などの文字列',
    changed: 'ユーザーを作成：',
    masked: '秘密の値は伏せています',
    replay: 'ドライランとして再実行',
    export: 'テストデータとして書き出す',
  },
} as const;

test.each(Object.entries(words))('what Okta did, why it was refused and what to do, in %s', async (locale, word) => {
  const page = await openPage(browser, server, { locale });
  await signIn(page, server);
  await sampleRan(page);
  const okta = await createToken(page, `Okta ${locale}`);
  const name = `kim.${locale.toLowerCase()}@example.com`;
  await page.goto('/o/example/provisioning/requests');
  await page.getByLabel(word.search).fill(name);
  await page.waitForURL('**/requests?user=*');

  // the page is open already: what comes in appears by itself
  expect(await create(page, okta, name)).toBe(201);
  const row = page.getByRole('row').filter({ hasText: name });
  await row.first().waitFor();
  expect(await create(page, okta, name)).toBe(409);
  await row.filter({ hasText: word.taken }).waitFor();
  await expect.poll(() => row.count()).toBe(2);
  await expectAccessible(page);

  await row.filter({ hasText: '409' }).getByRole('link').click();
  await page.getByText(word.todo).waitFor();
  await page.goBack();
  await row.filter({ hasText: '201' }).getByRole('link').click();
  await page.getByText(word.tolerated).waitFor();
  await page.getByText(word.changed).waitFor();
  await page.getByText(word.masked, { exact: true }).waitFor();
  expect(await page.content()).not.toContain('correct-horse-battery');
  await expectAccessible(page);

  await page.getByRole('button', { name: word.replay }).click();
  await page.locator('output').getByText('409').waitFor();
  await expectAccessible(page);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: word.export }).click(),
  ]);
  const fixture = JSON.parse(await readFile(await download.path(), 'utf8')) as Record<string, unknown>;
  expect(fixture).toMatchObject({
    format: 'lockstep-exchange-1',
    client: 'okta',
    request: { method: 'POST', path: '/Users', body: { userName: name } },
    answer: { status: 201 },
    changes: [{ operation: 'create' }],
  });
  await page.context().close();
});

test('what came in before the page was connected for news appears without waiting', async () => {
  const page = await openPage(browser, server, { locale: 'en-US' });
  await signIn(page, server);
  await sampleRan(page);
  const okta = await createToken(page, 'Okta early');
  const name = 'early@example.com';
  const sent = Promise.withResolvers<void>();
  await page.route('**/events', async (route) => {
    await sent.promise;
    await route.continue();
  });
  await page.goto(`/o/example/provisioning/requests?user=${encodeURIComponent(name)}`);
  await page.getByText('No match').waitFor();
  expect(await create(page, okta, name)).toBe(201);
  const list = '/api/v1/organizations/example/connections/default/exchanges';
  const recorded = async () => {
    const answer = await page.request.get(list, { params: { user: name } });
    return ((await answer.json()) as { exchanges: unknown[] }).exchanges.length;
  };
  await expect.poll(recorded).toBe(1);
  sent.resolve();
  // sooner than the page would read the list again by itself
  await page.getByRole('row').filter({ hasText: name }).waitFor({ timeout: 10_000 });
  await page.context().close();
});
