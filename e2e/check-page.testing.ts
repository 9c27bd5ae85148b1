import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Fades and slides are over; what turns for ever is not waited for. */
async function rest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((one) => one.finished));
  });
}

/** Another theme changes colours and nothing else of what axe looks at. */
const rulesOnColours = ['color-contrast', 'link-in-text-block'];

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    /** There once a page was looked at, until another document is loaded. */
    axe?: { run(context: Document, options: RunOptions): Promise<AxeResults> };
  }
}

/** What axe finds on the page as it is now, one line per element. */
async function findings(page: Page, rules?: readonly string[]): Promise<string[]> {
  // only what is wrong is told in detail; no rule in use reads the style sheets, which would be fetched once more
  const options: RunOptions = { resultTypes: ['violations'], preload: false };
  if (rules !== undefined) options.runOnly = [...rules];
  const run = (given: RunOptions): Promise<AxeResults> | undefined => window.axe?.run(document, given);
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(axeSource);
  const results = await page.evaluate(run, options);
  if (results === undefined) throw new TypeError('The page was left while axe looked at it.');
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`),
  );
}

/** The page is accessible in the light theme and in the dark one. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForFunction(
      (scheme) => document.documentElement.dataset['mantineColorScheme'] === scheme,
      colorScheme,
    );
    await rest(page);
    const found = await findings(page, colorScheme === 'dark' ? rulesOnColours : undefined);
    expect([colorScheme, ...found]).toEqual([colorScheme]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Nothing sticks out of a window of this width, in pixels: the page never scrolls sideways. */
export async function expectFits(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 740 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
}
