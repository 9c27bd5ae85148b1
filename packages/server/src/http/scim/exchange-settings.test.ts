import { routes } from '@lockstep/admin-api';
import { describe, expect, test, vi } from 'vitest';
import { createTestOrganization, startTestServer } from '../../test-server.testing.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

test('what comes faster than LOCKSTEP_EXCHANGE_RATE is counted, and the health of the connection says so', async () => {
  const other = await startTestServer({ LOCKSTEP_EXCHANGE_RATE: '1' });
  try {
    const { scim: send } = await createTestOrganization(other, 'acme');
    const { scim: beside } = await createTestOrganization(other, 'beside');
    const sent = 40;
    await Promise.all(Array.from({ length: sent }, () => send('/Users?count=0')));
    await beside('/Users?count=0');
    const { db } = other.database;
    const params = { org: 'acme', connection: 'default' };
    const counted = await vi.waitFor(
      async () => {
        const { hours, unrecorded } = await other.call(routes.getConnectionHealth, { params });
        expect(hours.reduce((sum, { requests }) => sum + requests, 0)).toBe(sent);
        return unrecorded;
      },
      { interval: 20, timeout: 60_000 },
    );
    const { exchanges } = await other.call(routes.listExchanges, { params });
    expect(exchanges.length).toBe(sent - counted);
    expect(exchanges.length).toBeGreaterThan(0);
    expect(counted).toBeGreaterThan(0);
    // nobody else pays for it
    await vi.waitFor(
      async () => {
        const rows = await db.selectFrom('exchange_hours').select(['requests', 'unrecorded']).execute();
        expect(rows).toContainEqual({ requests: 1, unrecorded: 0 });
      },
      { interval: 20, timeout: 60_000 },
    );
  } finally {
    await other.close();
  }
});

describe.each(['off', 'headers'])('LOCKSTEP_EXCHANGES=%s', (exchanges) => {
  test('keeps what it says', async () => {
    const other = await startTestServer({ LOCKSTEP_EXCHANGES: exchanges });
    try {
      const { scim: send } = await createTestOrganization(other, 'acme');
      await send('/Users', { method: 'POST', body: { schemas: [core], userName: 'ada' } });
      const { db } = other.database;
      const hours = await vi.waitFor(
        () => db.selectFrom('exchange_hours').select(['requests', 'writes']).executeTakeFirstOrThrow(),
        { interval: 20 },
      );
      expect(hours).toEqual({ requests: 1, writes: 1 });
      const kept = await vi.waitFor(
        async () => {
          const rows = await db.selectFrom('exchanges').select(['request_body', 'answer_body', 'status']).execute();
          expect(rows).toHaveLength(exchanges === 'off' ? 0 : 1);
          return rows;
        },
        { interval: 20 },
      );
      if (exchanges === 'headers') expect(kept).toEqual([{ request_body: null, answer_body: null, status: 201 }]);
    } finally {
      await other.close();
    }
  });
});
