import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { setup as buildConsole } from './build-console.testing.ts';
import { launchBrowser } from './browser.testing.ts';
import { openPage, signIn } from './pages.testing.ts';
import { startServer } from './server.testing.ts';

const folder = join(import.meta.dirname, '../docs/images');

/** The pages that the README shows: a file name, an address, and words that are there when the page is complete. */
const pictures = [
  { file: 'application-running', address: '/o/acme/applications/cybozu/assignments/people', when: /\d+ waiting/ },
  { file: 'application', address: '/o/acme/applications/cybozu/assignments/people', when: '60 of 60 in step' },
  { file: 'overview', address: '/o/acme', when: 'The application is in step.' },
  { file: 'users', address: '/o/acme/directory/users', when: '1–50 of 60' },
  { file: 'provisioning', address: '/o/example/provisioning', when: 'To reissue a token' },
] as const;

async function take(page: Page, picture: (typeof pictures)[number]): Promise<void> {
  await page.goto(picture.address);
  const words = page.getByText(picture.when).first();
  await words.waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
  if (!(await words.isVisible())) {
    // on a fast machine the run may be over before its list is drawn
    process.stdout.write(`docs/images/${picture.file}.png stays as it was: the moment passed.\n`);
    return;
  }
  await page.screenshot({ path: join(folder, `${picture.file}.png`) });
  process.stdout.write(`docs/images/${picture.file}.png\n`);
}

await mkdir(folder, { recursive: true });
await buildConsole();
// the browser first: the sample starts to run as soon as the server does
const browser = await launchBrowser();
const server = await startServer();
try {
  const page = await openPage(browser, server);
  await signIn(page, server);
  for (const picture of pictures) await take(page, picture);
} finally {
  await browser.close();
  await server.stop();
}
