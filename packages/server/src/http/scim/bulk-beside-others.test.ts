import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestOrganization, startTestServer, type ScimCall, type TestServer } from '../../test-server.testing.ts';
import { bulk, idIn, patch, postGroup, postManaged, postUser, remove, type BulkItem } from './bulk.testing.ts';

const rounds = 25;
const people = 6;

let running: TestServer;
let scim: ScimCall;
let other: ScimCall;

beforeAll(async () => {
  running = await startTestServer();
  ({ scim } = await createTestOrganization(running, 'acme'));
  ({ scim: other } = await createTestOrganization(running, 'other'));
});
afterAll(() => running.close());

async function make(call: ScimCall, { path, data }: BulkItem): Promise<string> {
  const { status, body } = await call(path ?? '', { method: 'POST', body: data });
  expect(status).toBe(201);
  return body.id;
}

async function send(call: ScimCall, { method, path, data }: BulkItem): Promise<void> {
  const { status } = await call(path ?? '', { method, ...(data === undefined ? {} : { body: data }) });
  expect([200, 201, 204]).toContain(status);
}

async function sendAll(call: ScimCall, items: readonly BulkItem[]): Promise<string[]> {
  const results = await bulk(call, items);
  for (const result of results) expect(result).toMatchObject({ status: expect.stringMatching(/^20[014]$/) });
  return results.map(idIn);
}

const addEmail = (id: string, value: string): BulkItem =>
  patch(`/Users/${id}`, { op: 'add', path: 'emails', value: [{ value }] });
const addMember = (id: string, value: string): BulkItem =>
  patch(`/Groups/${id}`, { op: 'add', path: 'members', value: [{ value }] });

async function deadlocks(): Promise<number> {
  const { rows } = await running.database.pool.query<{ deadlocks: string }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  );
  return Number(rows[0]?.deadlocks);
}

/** Bulk requests and single requests at the same users and groups at once, each adding what nobody else adds. */
async function round(call: ScimCall, number: number, { users, groups }: Record<'users' | 'groups', string[]>) {
  const leaver = await make(call, postUser('', `leaver ${number}`));
  const [first = '', second = ''] = groups;
  await send(call, addMember(first, leaver));
  const circle = (name: string): BulkItem[] => [
    postManaged('a', `${name} a ${number}`, 'bulkId:g'),
    postManaged('b', `${name} b ${number}`, 'bulkId:a'),
    postGroup('g', `${name} ${number}`, ['bulkId:a', 'bulkId:b', ...users]),
    addMember(second, 'bulkId:a'),
  ];
  const edits = (name: string): BulkItem[] => users.map((id) => addEmail(id, `${name}${number}@x.example`));
  const made = await Promise.all([
    sendAll(call, [...edits('forward'), ...circle('forward')]),
    sendAll(call, [...circle('backward'), ...edits('backward').toReversed()]),
    sendAll(call, [postUser('c', `single ${number}`), addMember(first, 'bulkId:c'), addMember(second, 'bulkId:c')]),
    ...edits('single').map((item) => send(call, item)),
    send(call, remove(`/Users/${leaver}`)),
  ]);
  const [forward, backward, single] = made as string[][];
  return { joined: [forward?.at(users.length), backward?.at(0), single?.at(0)], single: single?.at(0) };
}

test('bulk requests beside single ones: nothing is lost, nobody waits for each other in a circle', async () => {
  const places = await Promise.all(
    [scim, other].map(async (call) => {
      const users = await Promise.all(
        Array.from({ length: people }, (_, index) => make(call, postUser('', `person ${index}`))),
      );
      const groups = [await make(call, postGroup('', 'first', users)), await make(call, postGroup('', 'second'))];
      return { call, users, groups };
    }),
  );
  await Promise.all(
    places.map(async ({ call, users, groups }) => {
      const joined: unknown[] = [];
      const singles: unknown[] = [];
      for (let number = 0; number < rounds; number += 1) {
        const made = await round(call, number, { users, groups });
        joined.push(...made.joined);
        singles.push(made.single);
      }
      for (const id of users) {
        const { body } = await call(`/Users/${id}`);
        expect(body.emails).toHaveLength(3 * rounds);
        expect(body.meta.version).toBe(`W/"${1 + 3 * rounds}"`);
      }
      const [first, second] = await Promise.all(groups.map((id) => call(`/Groups/${id}`)));
      const valuesOf = (members: readonly { value: string }[]): string[] => members.map(({ value }) => value);
      expect(new Set(valuesOf(first?.body.members))).toEqual(new Set([...users, ...singles]));
      expect(first?.body.meta.version).toBe(`W/"${1 + 3 * rounds}"`);
      expect(new Set(valuesOf(second?.body.members))).toEqual(new Set(joined));
      expect(second?.body.meta.version).toBe(`W/"${1 + 3 * rounds}"`);
      expect((await call('/Users?count=0')).body.totalResults).toBe(people + 5 * rounds);
    }),
  );
  expect(await deadlocks()).toBe(0);
});

test('circles and single requests after the same names: one of them wins, whole', async () => {
  const { scim: call } = await createTestOrganization(running, 'names');
  const users = await Promise.all(Array.from({ length: people }, (_, index) => make(call, postUser('', `u${index}`))));
  const before = await deadlocks();
  let wonByCircle = 0;
  for (let number = 0; number < rounds; number += 1) {
    const [user, group] = [`user ${number}`, `group ${number}`];
    const circle = [
      postGroup('g', group, ['bulkId:a', 'bulkId:b', ...users]),
      postManaged('a', user, 'bulkId:b'),
      postManaged('b', `beside ${number}`, 'bulkId:g'),
    ];
    const posts = [postUser('', user), postGroup('', group, users)];
    const changes = users.map((id) => addEmail(id, `${number}@x.example`));
    const postAll = () =>
      Promise.all(posts.map(async ({ path, data }) => (await call(path ?? '', { method: 'POST', body: data })).status));
    // who comes first wins for certain once each; in between it is a race
    const early = number === 0 ? await postAll() : undefined;
    const race = Promise.all([bulk(call, circle), bulk(call, circle.toReversed())]);
    const others = Promise.all(changes.map((item) => send(call, item)));
    await (number === 1 ? race : setTimeout(20 * (number % 5)));
    const singles = early ?? (await postAll());
    const [circles] = await Promise.all([race, others]);
    const won = circles.filter((results) => results.every(({ status }) => status === '201')).length;
    const lost = circles.filter((results) => results.every(({ status }) => status === '409')).length;
    wonByCircle += won;
    expect([won, lost]).toEqual(singles.includes(201) ? [0, 2] : [1, 1]);
    expect((await call(`/Users?filter=userName eq "${user}"`)).body.totalResults).toBe(
      won === 1 || singles[0] === 201 ? 1 : 0,
    );
    expect((await call(`/Users?filter=userName eq "beside ${number}"`)).body.totalResults).toBe(won);
  }
  expect(wonByCircle).toBeGreaterThan(0);
  expect(wonByCircle).toBeLessThan(rounds);
  expect(await deadlocks()).toBe(before);
});
