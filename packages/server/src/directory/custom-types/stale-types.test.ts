import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, expect, test } from 'vitest';
import type { Actor } from '../../changes/change.ts';
import { FeedSignal } from '../../changes/feed-signal.ts';
import { createTestDatabase } from '../../storage/test-database.testing.ts';
import { createUserLane } from '../users/user-lane.ts';
import { holdTypes, typesOfBatch } from './batch-types.ts';
import { changeDefinitions } from './change-definitions.ts';
import { builtInTypes, compileTypes } from './compile-types.ts';
import { putResourceType, putSchema } from './edit-definitions.ts';
import { readDefinitions } from './read-definitions.ts';
import { TypeRegistry } from './type-registry.ts';

const database = await createTestDatabase();
afterAll(() => database.close());
const actor: Actor = { kind: 'system', name: 'Test' };
const organizationId = uuid();
await database.db
  .insertInto('organizations')
  .values({ id: organizationId, slug: 'acme', name: 'Acme', preset: 'standard' })
  .execute();
const lease = 'urn:example:Lease';

/** As another server process does it: nobody here is told. */
async function define(...names: readonly string[]): Promise<void> {
  const adaption = { organizationId, actor, discard: false };
  const attributes = names.map((name) => ({ name }));
  await changeDefinitions(database, adaption, putSchema({ id: lease, name: 'Lease', description: '', attributes }));
  const user = {
    name: 'User',
    endpoint: '/Users',
    description: '',
    schema: 'urn:ietf:params:scim:schemas:core:2.0:User',
  };
  const schemaExtensions = [{ schema: lease, required: false }];
  await changeDefinitions(database, adaption, putResourceType({ ...user, schemaExtensions }));
}

test('a writer that knows no request goes by the present definitions, however old those that it remembers', async () => {
  await define('contract');
  const write = createUserLane(database, new FeedSignal());
  const id = uuid();
  const resource = { userName: 'ann', [lease]: { contract: 'C', note: 'N' } };
  expect(await write({ kind: 'create', organizationId, id, actor, resource })).toMatchObject({ kind: 'written' });
  await define('contract', 'note');
  const change = { kind: 'modify', organizationId, id, actor, change: () => ({ ...resource, title: 'T' }) } as const;
  expect(await write(change)).toMatchObject({ kind: 'written', changed: true });
  const { rows } = await sql<{ search: object }>`select search from users where id = ${id}`.execute(database.db);
  expect(rows[0]?.search).toMatchObject({ title: 't', [lease.toLowerCase()]: { contract: 'c', note: 'n' } });
});

test('a writer that says by which definitions it worked is refused when they are old, and nothing is written', async () => {
  const { version, definitions } = await readDefinitions(database.db, organizationId);
  const types = compileTypes(version, definitions);
  await define('contract', 'note', 'more');
  const write = createUserLane(database, new FeedSignal());
  const resource = { userName: 'bob', [lease]: { contract: 'C' } };
  const outcome = await write({ kind: 'create', organizationId, id: uuid(), actor, resource, types });
  expect(outcome).toMatchObject({ kind: 'refused', error: { status: 503, retryAfter: 1 } });
  const { rows } = await sql`select from users where user_name = 'bob'`.execute(database.db);
  expect(rows).toEqual([]);
});

test('an organization that never defined anything asks the database nothing', async () => {
  const closed = await createTestDatabase();
  await closed.close();
  expect(new TypeRegistry(closed.db).of({ id: organizationId, schemaVersion: 0 })).toBe(builtInTypes);
  const types = typesOfBatch([{ organizationId, types: builtInTypes }, { organizationId }]);
  await expect(holdTypes(closed.db, types)).resolves.toBeUndefined();
});
