import { sql } from 'kysely';
import { afterAll, expect, test, vi } from 'vitest';
import { ExchangeNotices } from '../../inbound/exchanges/exchange-notices.ts';
import { adminToken, createTestOrganization, startTestServer } from '../../test-server.testing.ts';

const running = await startTestServer();
afterAll(() => running.close());
const { scim } = await createTestOrganization(running, 'acme');

test('other processes on the database are told at once, and tell the pages that are open here', async () => {
  const failures: unknown[] = [];
  const { database } = running;
  const other = new ExchangeNotices({ database, onError: (error) => failures.push(error), pause: 10 });
  const heard: string[] = [];
  other.listen((ids) => heard.push(...ids));
  const { rows } = await sql<{ id: string }>`select id from organizations where slug = 'acme'`.execute(database.db);
  const id = rows[0]?.id ?? '';
  const hears = () =>
    vi.waitFor(
      async () => {
        await scim('/Users?count=1');
        expect(heard).toContain(id);
      },
      { timeout: 60_000, interval: 100 },
    );
  await hears();
  // a connection that is lost is made anew
  heard.length = 0;
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query = 'listen lockstep_exchanges'`.execute(database.db);
  await hears();

  const left = new AbortController();
  const stream = await fetch(`${running.url}/api/v1/organizations/acme/events`, {
    headers: { authorization: `Bearer ${adminToken}` },
    signal: left.signal,
  });
  const told = (async () => {
    let text = '';
    for await (const chunk of stream.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes('"exchanges"')) return true;
    }
    return false;
  })();
  const telling = setInterval(() => void other.tell(new Set([id])), 100);
  expect(await told).toBe(true);
  clearInterval(telling);
  left.abort();
  await other.stop();
  expect(failures).toEqual([]);
});
