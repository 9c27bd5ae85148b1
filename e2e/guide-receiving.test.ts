import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';
import { languages, type Language } from './guide/guide.ts';
import { receivingGuide } from './guide/receiving.ts';
import { walkGuide } from './guide/walk-guide.ts';
import { openWorld } from './guide/world.ts';
import { serve } from './serve.testing.ts';
import type { TestServer } from './server.testing.ts';

let server: TestServer;
let browser: Browser;
serve((given) => ({ server, browser } = given));

test.each(Object.keys(languages) as Language[])('the guide of the receiving side is true in %s', async (language) => {
  const world = await openWorld(browser, server, { language, guide: 'receiving', preset: 'cybozu' });
  // every step makes sure of what came of it
  expect(await walkGuide(receivingGuide, world)).toBeGreaterThan(20);
  await world.page.context().close();
});
