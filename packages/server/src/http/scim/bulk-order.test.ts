import { afterAll, beforeAll, expect, test } from 'vitest';
import fc from 'fast-check';
import { createTestOrganization, startTestServer, type ScimCall, type TestServer } from '../../test-server.testing.ts';
import { bulk, patch, postGroup, postUser, putUser, remove, type BulkItem } from './bulk.testing.ts';
import { groupSchema } from './groups.testing.ts';

fc.configureGlobal({ seed: Number(process.env['LOCKSTEP_TEST_SEED'] ?? 1) });

/*
 * RFC 7644 §3.7: whatever is carried out side by side, the outcome is that of one operation after the other. So the same
 * operations go to one organization in bulk and to another one by one, on few resources and names, which are often in
 * each other's way.
 */

let running: TestServer;
beforeAll(async () => {
  running = await startTestServer();
});
afterAll(() => running.close());

const people = 4;
const teams = 2;
const names = ['ann', 'BOB', 'bob', 'cat', 'dan', 'eve', 'fay'];

/** An operation on resources by number, since ids differ between the organizations. */
type Draft = (
  ids: { readonly users: readonly string[]; readonly groups: readonly string[] },
  bulkId: string,
) => BulkItem;

const person = fc.nat(people - 1);
const team = fc.nat(teams - 1);
const someName = fc.constantFrom(...names);
const version = fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined, freq: 4 });

function withVersion(item: BulkItem, number: number | undefined): BulkItem {
  return number === undefined ? item : { ...item, version: `W/"${number}"` };
}

const draft: fc.Arbitrary<Draft> = fc.oneof(
  fc.tuple(someName).map(
    ([name]): Draft =>
      (_ids, bulkId) =>
        postUser(bulkId, name),
  ),
  fc.tuple(person, someName, version).map(
    ([index, name, number]): Draft =>
      ({ users }) =>
        withVersion(putUser(users[index] ?? '', name, { title: `as ${name}` }), number),
  ),
  fc.tuple(person, version).map(
    ([index, number]): Draft =>
      ({ users }) =>
        withVersion(putUser(users[index] ?? '', `person${index}`, { title: 'itself' }), number),
  ),
  fc.tuple(person, fc.constantFrom('userName', 'nickName'), someName).map(
    ([index, path, value]): Draft =>
      ({ users }) =>
        patch(`/Users/${users[index]}`, { op: 'replace', path, value }),
  ),
  fc.tuple(person, version).map(
    ([index, number]): Draft =>
      ({ users }) =>
        withVersion(remove(`/Users/${users[index]}`), number),
  ),
  fc.tuple(someName, person).map(
    ([name, index]): Draft =>
      ({ users }, bulkId) =>
        postGroup(bulkId, name, [users[index] ?? '']),
  ),
  fc.tuple(team, fc.constantFrom('add', 'remove'), person).map(
    ([index, op, member]): Draft =>
      ({ users, groups }) =>
        op === 'add'
          ? patch(`/Groups/${groups[index]}`, { op, path: 'members', value: [{ value: users[member] }] })
          : patch(`/Groups/${groups[index]}`, { op, path: `members[value eq "${users[member]}"]` }),
  ),
  fc.tuple(team, someName).map(([index, displayName]): Draft => ({ groups }) => ({
    method: 'PUT',
    path: `/Groups/${groups[index]}`,
    data: { schemas: [groupSchema], displayName },
  })),
  fc.tuple(team).map(
    ([index]): Draft =>
      ({ groups }) =>
        remove(`/Groups/${groups[index]}`),
  ),
);

/** The people and teams that the operations work on. */
async function populate(scim: ScimCall): Promise<Parameters<Draft>[0]> {
  const ids: string[] = [];
  const send = async ({ path, data }: BulkItem): Promise<void> => {
    ids.push((await scim(path ?? '', { method: 'POST', body: data })).body.id);
  };
  for (let index = 0; index < people; index += 1) await send(postUser('', `person${index}`));
  for (let index = 0; index < teams; index += 1) await send(postGroup('', `team${index}`, ids.slice(index, index + 2)));
  return { users: ids.slice(0, people), groups: ids.slice(people) };
}

/** Two people deleted together leave their group one version on, not two: group versions are not compared. */
function isOfGroup(item: { readonly path?: string | undefined } | undefined): boolean {
  return item?.path?.startsWith('/Groups') === true;
}

async function sendOne(scim: ScimCall, { method, path, data, version: wanted }: BulkItem): Promise<unknown[]> {
  const headers: Record<string, string> = wanted === undefined ? {} : { 'if-match': wanted };
  const answer = await scim(path ?? '', { method, headers, ...(data === undefined ? {} : { body: data }) });
  const etag = isOfGroup({ path }) ? undefined : (answer.headers.get('etag') ?? undefined);
  return [String(answer.status), answer.body?.scimType, etag];
}

/** Everything in an organization, with names for ids, by name. */
async function stateOf(scim: ScimCall): Promise<unknown> {
  const users = (await scim('/Users?sortBy=userName')).body.Resources ?? [];
  const groups = (await scim('/Groups?sortBy=displayName')).body.Resources ?? [];
  const nameOf = new Map(users.map(({ id, userName }: Record<string, string>) => [id, userName]));
  return {
    users: users.map(({ userName, title, nickName, meta }: Record<string, { version?: string }>) => ({
      userName,
      title,
      nickName,
      version: meta?.version,
    })),
    groups: groups.map((group: { displayName: string; members?: { value: string }[] }) => ({
      displayName: group.displayName,
      members: new Set((group.members ?? []).map(({ value }) => nameOf.get(value))),
    })),
  };
}

test('a bulk request leaves what its operations leave one by one', async () => {
  let serial = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(draft, { minLength: 5, maxLength: 25 }), async (drafts) => {
      serial += 1;
      const together = (await createTestOrganization(running, `together${serial}`)).scim;
      const alone = (await createTestOrganization(running, `alone${serial}`)).scim;
      const [idsTogether, idsAlone] = [await populate(together), await populate(alone)];
      const items = drafts.map((make, index) => make(idsTogether, `b${index}`));
      const results = await bulk(together, items);
      const expected: unknown[] = [];
      for (const make of drafts) expected.push(await sendOne(alone, make(idsAlone, '')));
      const got = results.map(({ status, response, version: etag }, index) => [
        status,
        response?.scimType,
        isOfGroup(items[index]) ? undefined : etag,
      ]);
      expect(got).toEqual(expected);
      expect(await stateOf(together)).toEqual(await stateOf(alone));
    }),
    { numRuns: 25 },
  );
});
