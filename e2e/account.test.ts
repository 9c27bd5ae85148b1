import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { totpCode } from '../packages/server/src/http/admin/totp.testing.ts';
import { openPage } from './pages.testing.ts';
import { serve } from './serve.testing.ts';
import type { TestServer } from './server.testing.ts';

let server: TestServer;
let browser: Browser;
let page: Page;
serve((given) => ({ server, browser } = given));
beforeAll(async () => {
  // passkeys belong to a name; an address has none
  page = await openPage(browser, server, { baseURL: server.url.replace('127.0.0.1', 'localhost') });
});

async function givePassword(): Promise<void> {
  await page.getByLabel('E-mail address').fill(server.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(server.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function signOut(): Promise<void> {
  await page.getByRole('button', { name: /^Signed in as/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
}

test('a passkey is made, and takes the place of the password', async () => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto('/sign-in?next=/o/acme/account');
  await givePassword();
  await page.getByLabel('Name of the passkey').fill('Test laptop');
  await page.getByRole('button', { name: 'Add passkey' }).click();
  await page.getByText('Test laptop').waitFor();
  await signOut();
  await page.goto('/sign-in?next=/o/acme/account');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.getByRole('button', { name: 'Delete Test laptop' }).click();
  await page.getByText('Test laptop').waitFor({ state: 'hidden' });
  await signOut();
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.getByText(/^(This passkey is not known here|The browser gave no passkey)/).waitFor();
  expect((await page.request.get('/api/v1/session')).status()).toBe(401);
});

test('codes of an authenticator app are turned on, asked for, and turned off', async () => {
  await page.goto('/sign-in?next=/o/acme/account');
  await givePassword();
  await page.getByRole('button', { name: 'Turn on codes' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Password').fill(server.password);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByAltText('QR code for the authenticator app').waitFor();
  const uri = `otpauth://totp/x?secret=${await dialog.getByLabel('Secret', { exact: true }).inputValue()}`;
  await dialog.getByLabel('Code', { exact: true }).fill(totpCode(uri));
  await dialog.getByRole('button', { name: 'Turn on codes' }).click();
  await page.getByRole('button', { name: 'Turn off codes' }).waitFor();

  await signOut();
  await page.goto('/sign-in?next=/o/acme/account');
  await givePassword();
  await page.getByLabel('Code', { exact: true }).fill('000000');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('This is wrong').waitFor();
  await page.getByLabel('Code', { exact: true }).fill(totpCode(uri));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Turn off codes' }).click();
  await dialog.getByLabel('Password').fill(server.password);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Turn on codes' }).waitFor();

  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.waitForURL('**/sign-in**');
  expect((await page.request.get('/api/v1/session')).status()).toBe(401);
});
