import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { openPage, signIn } from '../pages.testing.ts';
import type { TestServer } from '../server.testing.ts';
import { languages, type Language } from './guide.ts';
import { wordsOf } from './words.ts';

/** Somebody who follows a guide: a page in a language, and what the steps before left for those that follow. */
export interface World {
  readonly page: Page;
  readonly dialog: Locator;
  /** The organization whose console is used. */
  readonly org: string;
  readonly word: (key: string, values?: Readonly<Record<string, string>>) => string;
  readonly keep: (name: string, value: string) => void;
  /** What an earlier step kept; a `TypeError` when none did. */
  readonly kept: (name: string) => string;
  /** Calls the admin API as the person who is signed in, and answers with the body. */
  readonly api: (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) => Promise<unknown>;
}

const patience = 60_000;

/** Waits until what is elsewhere is as it should be. */
export async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patience;
  while (!(await check())) {
    assert.ok(Date.now() < end, `In vain: ${what}`);
    await sleep(100);
  }
}

/** A reader waits or closes notices that lie over what is next; here the mouse goes through them. */
async function clickThroughNotices(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '.mantine-Notifications-root, .mantine-Notifications-root * { pointer-events: none !important; }',
    );
    document.adoptedStyleSheets.push(sheet);
  });
}

function callApi(page: Page, server: TestServer): World['api'] {
  return async (method, path, body) => {
    const data = body === undefined ? {} : { data: body };
    const answer = await page.request.fetch(`/api/v1${path}`, { method, headers: { origin: server.url }, ...data });
    const text = await answer.text();
    assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };
}

/** Signs in, and founds the organization of the guide: it has the cybozu.com rules when it is written to. */
export async function openWorld(
  browser: Browser,
  server: TestServer,
  { language, guide, preset }: { language: Language; guide: string; preset: 'cybozu' | 'standard' },
): Promise<World> {
  const viewport = { width: 1024, height: 720 };
  const page = await openPage(browser, server, { locale: languages[language], viewport });
  await clickThroughNotices(page);
  await signIn(page, server);
  const api = callApi(page, server);
  const org = `${guide}-${language}`;
  await api('POST', '/organizations', { slug: org, name: `Sample ${language.toUpperCase()}`, preset });
  const notes = new Map<string, string>();
  return {
    page,
    dialog: page.getByRole('dialog'),
    org,
    word: (key, values) => wordsOf(language, key, values),
    keep: (name, value) => void notes.set(name, value),
    kept: (name) => {
      const value = notes.get(name);
      if (value === undefined) throw new TypeError(`No step kept ${name}.`);
      return value;
    },
    api,
  };
}
