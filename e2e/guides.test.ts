import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';
import { languages, type Guide, type Language } from './guide/guide.ts';
import { guides } from './guide/guides.ts';
import { walkGuide } from './guide/walk-guide.ts';
import { openWorld } from './guide/world.ts';
import { serve } from './serve.testing.ts';
import type { TestServer } from './server.testing.ts';

let server: TestServer;
let browser: Browser;
serve((given) => ({ server, browser } = given));

/** Follows the guide in an organization of its own; every step makes sure of what came of it. */
async function follow(guide: Guide, preset: 'cybozu' | 'standard', language: Language): Promise<number> {
  const world = await openWorld(browser, server, { language, guide: guide.name, preset });
  const steps = await walkGuide(guide, world).catch((error: unknown) => {
    throw new Error(`In ${language}`, { cause: error });
  });
  await world.page.context().close();
  return steps;
}

test.each(guides)('the guide $guide.name is true in every language', async ({ guide, preset }) => {
  // mostly they wait, for timers of the console and for the engine: together they take little longer than one
  const followed = await Promise.all(
    (Object.keys(languages) as Language[]).map((language) => follow(guide, preset, language)),
  );
  for (const steps of followed) expect(steps).toBeGreaterThan(20);
});
