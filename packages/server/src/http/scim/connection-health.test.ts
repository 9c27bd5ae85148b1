import { routes } from '@lockstep/admin-api';
import { sql } from 'kysely';
import { afterAll, expect, test, vi } from 'vitest';
import { createTestOrganization, startTestServer, type ScimAnswer } from '../../test-server.testing.ts';
import { recorded } from './recorded.testing.ts';

const running = await startTestServer();
afterAll(() => running.close());

test('the health of a connection counts each hour, says what Entra would do, and when it has been silent', async () => {
  const place = { org: 'healthy', connection: 'default' };
  const healthy = await createTestOrganization(running, place.org);
  const read = () => running.call(routes.getConnectionHealth, { params: place });
  expect(await read()).toMatchObject({ silent: false, writes: 0, quarantine: { state: 'clear' } });
  expect(await read()).not.toHaveProperty('lastRequestAt');
  let last = new Date();
  const answers: ScimAnswer[] = [];
  for (let index = 0; index < 20; index += 1) {
    last = new Date();
    answers.push(await healthy.scim('/Users', { method: 'POST', body: '{' }));
  }
  for (const answer of answers) await recorded(running, answer, place);
  const health = await read();
  expect(health).toMatchObject({ writes: 20, failedWrites: 20, quarantine: { state: 'watch', reason: 'share' } });
  expect(health.hours).toHaveLength(48);
  const total = health.hours.reduce((sum, { requests, refused }) => sum + requests + refused, 0);
  expect(total).toBe(40);

  const { db } = running.database;
  // the last use of the token, after which nothing is left to be written
  await vi.waitFor(async () => expect(new Date((await read()).lastRequestAt ?? 0) >= last).toBe(true));
  await sql`update connections set last_request_at = now() - interval '7 hours'
    where organization_id = (select id from organizations where slug = ${place.org})`.execute(db);
  expect(await read()).toMatchObject({ silent: true });
  const disable = { params: { ...place, token: healthy.tokenId }, body: { enabled: false } };
  await running.call(routes.changeApiToken, disable);
  await recorded(running, await healthy.scim('/Users'), place);
  expect(await read()).toMatchObject({ quarantine: { state: 'quarantine', reason: 'credentials' } });
});
