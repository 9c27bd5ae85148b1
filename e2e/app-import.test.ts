import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test, vi } from 'vitest';
import { openPage, sampleRan, signIn } from './pages.testing.ts';
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

async function post(path: string, data: object): Promise<unknown> {
  const answer = await page.request.post(`/api/v1/organizations${path}`, { data, headers: { origin: server.url } });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
}

test('accounts of the application are read, matched, linked and made users of the directory', async () => {
  const person = (loginName: string) => ({
    loginName,
    displayName: `The ${loginName}`,
    active: true,
    availableServices: [],
  });
  // at the application alone, and on both sides
  await post('/example/users', person('only-there'));
  await post('/example/users', person('on-both-sides'));
  const { id } = (await post('/acme/users', person('on-both-sides'))) as { id: string };
  await page.goto('/o/acme/applications/cybozu/import');
  await page.getByRole('button', { name: 'Import now' }).click();
  await page.getByText(/accounts were read/).waitFor();
  await page.getByText('Linked: 60').waitFor();

  await page.getByRole('searchbox', { name: 'Search accounts' }).fill('on-both-sides');
  const row = page.getByRole('row', { name: /on-both-sides/ });
  await row.getByText('Exact match').waitFor();
  await row.getByRole('button', { name: 'Confirm' }).click();
  await row.getByText('Linked').waitFor();
  const pairs = async () => {
    const answer = await page.request.get('/api/v1/organizations/acme/applications/cybozu/users?search=on-both-sides');
    return ((await answer.json()) as { users: unknown }).users;
  };
  await vi.waitFor(async () =>
    expect(await pairs()).toMatchObject([{ userId: id, assigned: true, syncState: 'SYNCHRONIZED' }]),
  );

  await page.getByRole('searchbox', { name: 'Search accounts' }).fill('only-there');
  const alone = page.getByRole('row', { name: /only-there/ });
  await alone.getByRole('button', { name: 'Ignore' }).click();
  await alone.getByRole('button', { name: 'Take back' }).click();
  await alone.getByRole('button', { name: 'Create user' }).click();
  await alone.getByRole('link', { name: 'The only-there (only-there)' }).waitFor();
  const users = await page.request.get('/api/v1/organizations/acme/users?search=only-there');
  expect(await users.json()).toMatchObject({ users: [{ loginName: 'only-there', displayName: 'The only-there' }] });
});
