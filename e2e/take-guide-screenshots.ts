import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setup as buildConsole } from './build-console.testing.ts';
import { launchBrowser } from './browser.testing.ts';
import { languages, pictureFile, type Language } from './guide/guide.ts';
import { guides } from './guide/guides.ts';
import { shrinkPng } from './guide/shrink-png.ts';
import { walkGuide } from './guide/walk-guide.ts';
import { openWorld } from './guide/world.ts';
import { startServer } from './server.testing.ts';

/** Notices of earlier steps would cover what this one is about. */
const options = { animations: 'disabled', style: '.mantine-Notification-root { visibility: hidden; }' } as const;
const folder = join(import.meta.dirname, '../docs/guide');
/* Takes the pictures of the guides by following them, in every language. */
await buildConsole();
const browser = await launchBrowser();
const server = await startServer();
try {
  await rm(join(folder, 'images'), { recursive: true, force: true });
  await mkdir(join(folder, 'images'), { recursive: true });
  for (const { guide, preset } of guides) {
    for (const language of Object.keys(languages) as Language[]) {
      const world = await openWorld(browser, server, { language, guide: guide.name, preset });
      await walkGuide(guide, world, async ({ name, of }) => {
        const file = pictureFile(guide, language, name);
        const picture = of === 'dialog' ? await world.dialog.screenshot(options) : await world.page.screenshot(options);
        await writeFile(join(folder, file), shrinkPng(picture));
        process.stdout.write(`docs/guide/${file}\n`);
      });
      await world.page.context().close();
    }
  }
} finally {
  await browser.close();
  await server.stop();
}
