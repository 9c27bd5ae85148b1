/**
 * How long the console's pages take in a browser: `node benchmarks/console.ts [--users 100000] [--rounds 5]`.
 * A page is complete when the words are there that it is opened for.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { routes } from '@lockstep/admin-api';
import type { Page } from 'playwright-core';
import { setup as buildConsole } from '../e2e/build-console.testing.ts';
import { launchBrowser } from '../e2e/browser.testing.ts';
import { adminOf, withBench, type Bench } from './support/bench.ts';
import { makeGroup } from './support/groups.ts';
import { percentile } from './support/load.ts';
import { Table } from './support/table.ts';
import { userNameOf } from './support/users.ts';

const { values } = parseArgs({
  options: { users: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '5' } },
});
const count = Number(values.users);
const rounds = Number(values.rounds);
const org = 'bench';
const table = new Table();

/** A page of the console: its address below the organization's, and words that are there when it is complete. */
interface Opened {
  readonly name: string;
  readonly address: string;
  readonly words: string | RegExp;
}

/** The cursor of the last page of everybody: the console's own is the same for any size of page. */
async function lastCursor({ server }: Bench): Promise<string> {
  const call = adminOf(server);
  let last = '';
  for (let cursor: string | undefined; ;) {
    const { next } = await call(routes.listUsers, { params: { org }, query: { limit: 200, cursor } });
    if (next === undefined) return last;
    cursor = last = next;
  }
}

async function pagesOf(bench: Bench, group: string): Promise<readonly Opened[]> {
  const users = '/directory/users';
  const one = userNameOf(count - 1);
  const anybody = /person\.\d+@acme\.example/;
  const [user = ''] = bench.ids;
  return [
    { name: 'Overview', address: '', words: `${count.toLocaleString('en')} users` },
    { name: 'Users, first page', address: users, words: userNameOf(0) },
    {
      name: 'Users, last page',
      address: `${users}?cursor=${encodeURIComponent(await lastCursor(bench))}`,
      words: anybody,
    },
    { name: 'Users, from the end', address: `${users}?order=descending`, words: anybody },
    ...['displayName', 'createdAt', 'modifiedAt', 'sortOrder'].map((sort) => ({
      name: `Users by ${sort}`,
      address: `${users}?sort=${sort}`,
      words: anybody,
    })),
    { name: 'Users, one found by name', address: `${users}?search=${encodeURIComponent(one)}`, words: one },
    { name: 'Users, everybody found', address: `${users}?search=family`, words: anybody },
    { name: 'Users, nobody found', address: `${users}?search=zzzzzz`, words: 'No match' },
    { name: 'Users, active', address: `${users}?status=active`, words: anybody },
    { name: 'Users, inactive', address: `${users}?status=inactive`, words: 'No match' },
    { name: 'Users of a service', address: `${users}?service=kintone`, words: 'No match' },
    { name: 'Users of a group of half', address: `${users}?group=${group}`, words: anybody },
    { name: 'Users, managed', address: `${users}?managed=yes`, words: anybody },
    { name: 'A user', address: `${users}/${user}`, words: anybody },
    { name: 'Groups', address: '/directory/groups', words: /Group of/ },
    { name: 'A group of half', address: `/directory/groups/${group}`, words: anybody },
    { name: 'Services', address: '/directory/services', words: 'Kintone' },
    { name: 'Provisioning', address: '/provisioning', words: 'To reissue a token' },
    { name: 'Link ledger', address: '/provisioning/links', words: anybody },
    { name: 'Link ledger, tombstoned', address: '/provisioning/links?state=tombstoned', words: 'No match' },
    { name: 'Link ledger, one found', address: `/provisioning/links?search=${encodeURIComponent(one)}`, words: one },
    { name: 'Requests', address: '/provisioning/requests', words: /POST/ },
    { name: 'Health', address: '/provisioning/health', words: 'Requests per hour' },
    { name: 'Audit log', address: '/security/audit-log', words: /created|added/i },
    { name: 'Administrators', address: '/security/administrators', words: 'bench@example.test' },
  ];
}

/** Somebody who administers the organization, in a browser. */
async function signIn({ server }: Bench, page: Page): Promise<void> {
  const body = { email: 'bench@example.test', role: 'organization_administrator' as const };
  const { link } = await adminOf(server)(routes.createInvitation, { params: { org }, body });
  const answer = await page.request.post(`${server.ready}/api/v1/invitation/accept`, {
    data: { token: new URL(link).hash.slice(1), account: { name: 'Bench', password: 'correct horse battery' } },
    headers: { origin: server.ready },
  });
  if (!answer.ok()) throw new Error(await answer.text());
}

/** Milliseconds from the request for the page until its words are there, and of the slowest answer of the admin API. */
async function open(
  { server }: Bench,
  page: Page,
  { address, words }: Opened,
): Promise<{ readonly whole: number; readonly answer: number }> {
  const start = performance.now();
  await page.goto(`${server.ready}/o/${org}${address}`, { waitUntil: 'commit' });
  await page.getByRole('main').getByText(words).filter({ visible: true }).first().waitFor({ timeout: 30_000 });
  const whole = performance.now() - start;
  const answer = await page.evaluate(() => {
    const calls = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/api/v1/'));
    return Math.max(0, ...calls.map(({ duration }) => duration));
  });
  return { whole, answer };
}

async function measure(bench: Bench): Promise<void> {
  const group = await makeGroup(bench.lockstep, bench.ids.slice(0, count / 2));
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
    await signIn(bench, page);
    for (const opened of await pagesOf(bench, group)) {
      const times: Awaited<ReturnType<typeof open>>[] = [];
      for (let round = 0; round < rounds; round += 1) times.push(await open(bench, page, opened));
      const [whole, answer] = [times.map((one) => one.whole), times.map((one) => one.answer)];
      const name = `${opened.name} (${Math.max(...whole).toFixed(0)}; ${percentile(answer, 0.5).toFixed(0)})`;
      table.line({ name, value: percentile(whole, 0.5), unit: 'ms', most: true, limit: 1000 });
    }
  } finally {
    await browser.close();
  }
}

await buildConsole();
const [{ model } = { model: 'unknown' }] = cpus();
await withBench({ users: count, recording: 'full' }, async (bench) => {
  const load = loadavg()[0]?.toFixed(1);
  table.heading(
    `Pages with ${count} users: median of ${rounds} (most; median of the slowest answer), ${cpus().length} × ${model}, load ${load}`,
  );
  await measure(bench);
  process.stdout.write(`load at the end ${loadavg()[0]?.toFixed(1)}\n`);
});
process.stdout.write(table.missed === 0 ? 'Everything is reached.\n' : `${table.missed} missed.\n`);
