import type { Browser } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { startOpenIdProvider, type OpenIdProvider } from '../packages/server/src/http/admin/openid-provider.testing.ts';
import { expectAccessible, expectFits } from './check-page.testing.ts';
import { openPage } from './pages.testing.ts';
import { serve } from './serve.testing.ts';
import type { TestServer } from './server.testing.ts';

let server: TestServer;
let browser: Browser;
let provider: OpenIdProvider;
serve(
  (given) => ({ server, browser } = given),
  async () => (provider = await startOpenIdProvider()).environment,
);
afterAll(() => provider.close());

test('a wrong password is refused, the right one leads back to where one was', async () => {
  const page = await openPage(browser, server);
  await page.goto('/o/acme/directory/users?status=active');
  await page.waitForURL('**/sign-in?next=*');

  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Please fill this in.').first().waitFor();

  await page.getByLabel('E-mail address').fill(server.email);
  await page.getByRole('textbox', { name: 'Password' }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The e-mail address or the password is wrong').waitFor();
  await expectAccessible(page);

  await page.getByRole('textbox', { name: 'Password' }).fill(server.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/o/acme/directory/users?status=active');
  await page.getByRole('heading', { name: 'Users' }).waitFor();

  await page.getByRole('button', { name: /^Signed in as/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  expect((await page.request.get('/api/v1/session')).status()).toBe(401);
  await page.goto('/o/acme/provisioning');
  await page.waitForURL('**/sign-in?next=*');
});

test.each([
  ['en-GB', 'en', 'Sign in'],
  ['es-MX', 'es', 'Iniciar sesión'],
  ['ja-JP', 'ja', 'ログイン'],
  ['fr-FR', 'en', 'Sign in'],
])('a browser in %s sees the page in %s', async (locale, language, heading) => {
  const page = await openPage(browser, server, { locale });
  await page.goto('/sign-in');
  await page.getByRole('heading', { name: heading }).waitFor();
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe(language);
});

test('the language chosen is remembered', async () => {
  const page = await openPage(browser, server);
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitem', { name: '日本語' }).click();
  await page.getByRole('heading', { name: 'ログイン' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'ログイン' }).waitFor();
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('ja');
  await expectFits(page, 360);
});

test('single sign-on leads to the provider and back to where one was; strangers come back signed out', async () => {
  provider.trust(server.url);
  const local = new RegExp(`^http://127\\.0\\.0\\.1:`);
  for (const [email, arrives] of [
    [server.email, true],
    ['stranger@acme.example', false],
  ] as const) {
    const page = await openPage(browser, server);
    // the provider's page would have a font from elsewhere
    await page.route(
      (url) => !local.test(url.href),
      (route) => route.abort(),
    );
    await page.goto('/o/acme/directory/groups');
    await page.getByRole('link', { name: 'Single sign-on' }).click();
    await page.getByPlaceholder('Enter any login').fill(email);
    await page.getByPlaceholder('and password').fill('any');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    if (arrives) {
      await page.waitForURL('**/o/acme/directory/groups');
      await page.getByRole('heading', { name: 'Groups' }).waitFor();
    } else {
      await page.getByText('Single sign-on did not work').waitFor();
      expect((await page.request.get('/api/v1/session')).status()).toBe(401);
    }
    await page.context().close();
  }
});
