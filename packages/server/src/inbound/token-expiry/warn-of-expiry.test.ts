import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../changes/change.ts';
import { createTestDatabase, type TestDatabase } from '../../storage/test-database.testing.ts';
import type { Connection } from '../connection-rows.ts';
import { findConnection } from '../connections.ts';
import { foundOrganization } from '../found-organization.ts';
import { warnOfExpiry } from './warn-of-expiry.ts';
import { createToken, changeToken } from '../tokens.ts';

const actor: Actor = { kind: 'system', name: 'Test' };
const day = 24 * 60 * 60 * 1000;
let database: TestDatabase;
let connection: Connection;

beforeAll(async () => {
  database = await createTestDatabase();
  const organization = await foundOrganization(database, { slug: 'acme', name: 'Acme', preset: 'standard' });
  const found = await findConnection(database.db, organization?.id ?? '', 'default');
  if (found === undefined) throw new TypeError('There is a connection.');
  connection = found;
});
afterAll(() => database.close());

test('a token is warned about once at 30, 14, 7 and 1 days, in the feed too; others are not', async () => {
  const now = Date.now();
  const make = async (days: number): Promise<string> =>
    (await createToken(database, connection, { notes: '', expiresAt: new Date(now + days * day) }, actor)).apiToken.id;
  const [token, brief, disabled] = [await make(90), await make(10), await make(90)];
  await createToken(database, connection, { notes: 'for ever' }, actor);
  await changeToken(database, connection, { id: disabled, enabled: false }, actor);
  const seen: string[] = [];
  for (let passed = 0; passed <= 91; passed += 1) {
    for (const { tokenId, days } of await warnOfExpiry(database, new Date(now + passed * day + 1000)))
      seen.push(`${passed} ${tokenId === token ? 'long' : tokenId === brief ? 'brief' : 'other'} ${days}`);
  }
  expect(seen).toEqual(['3 brief 7', '9 brief 1', '60 long 30', '76 long 14', '83 long 7', '89 long 1']);
  const changes = await database.db
    .selectFrom('changes')
    .select('attributes')
    .where('resource_id', '=', token)
    .orderBy('seq')
    .execute();
  expect(changes.slice(1).map(({ attributes }) => attributes)).toEqual(
    [30, 14, 7, 1].map((after) => [{ path: 'expiryWarning', after }]),
  );
});
