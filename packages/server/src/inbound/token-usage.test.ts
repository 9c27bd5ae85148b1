import { expect, test } from 'vitest';
import { createTestDatabase } from '../storage/test-database.testing.ts';
import type { InboundCaller } from './authenticate.ts';
import { TokenUsage } from './token-usage.ts';

test('stop waits for what is being written, so that the database may close', async () => {
  const database = await createTestDatabase();
  const errors: unknown[] = [];
  const usage = new TokenUsage(database.db, (error) => errors.push(error));
  const id = '00000000-0000-7000-8000-000000000000';
  const caller = { connection: { id, organizationId: id }, token: { id } } as InboundCaller;
  usage.note(caller, { at: new Date(), address: '::1', client: 'test' });
  const writing = usage.flush();
  await usage.stop();
  await database.close();
  await writing;
  expect(errors).toEqual([]);
});
