import { routes } from '@lockstep/admin-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestOrganization, startTestServer, type TestServer } from '../../test-server.testing.ts';

const extension = 'urn:lockstep:params:scim:schemas:extension:services:2.0:User';
let running: TestServer;
beforeAll(async () => {
  running = await startTestServer();
});
afterAll(() => running.close());

let serial = 0;
async function found() {
  serial += 1;
  const org = `seated${serial}`;
  const { scim } = await createTestOrganization(running, org);
  const { call } = running;
  const limit = (service: string, seats: number | null) =>
    call(routes.updateService, { params: { org, service }, body: { seats } });
  const add = (loginName: string, availableServices: string[], active = true) =>
    call(routes.createUser, {
      params: { org },
      body: { loginName, displayName: loginName, availableServices, active },
    });
  const change = (user: string, body: { active?: boolean; availableServices?: string[] }) =>
    call(routes.updateUser, { params: { org, user }, body });
  const use = async (code: string) =>
    (await call(routes.listServices, { params: { org } })).services.find((one) => one.code === code);
  return { org, scim, limit, add, change, use };
}

const noSeat = { problem: { status: 409, code: 'no_seat', issues: [{ path: 'availableServices' }] } };

test('nobody gets a service beyond its seats, by whichever way; what is freed can be had', async () => {
  const { org, scim, limit, add, change, use } = await found();
  expect(await limit('kintone', 2)).toEqual({ code: 'kintone', seats: 2, taken: 0, users: 0 });
  const ada = await add('ada', ['kintone']);
  await add('bea', ['kintone', 'garoon']);
  await expect(add('cyd', ['kintone'])).rejects.toMatchObject(noSeat);
  const cyd = await add('cyd', ['garoon']);
  await expect(change(cyd.id, { availableServices: ['kintone'] })).rejects.toMatchObject(noSeat);
  const body = { userName: 'dan', [extension]: { availableServices: ['kintone'] } };
  expect(await scim('/Users', { method: 'POST', body })).toMatchObject({
    status: 400,
    body: { scimType: 'invalidValue', detail: expect.stringContaining('No seat of the service "kintone" is free') },
  });
  expect((await running.call(routes.listUsers, { params: { org } })).total).toBe(3);
  expect(await running.call(routes.getUser, { params: { org, user: cyd.id } })).toMatchObject({
    availableServices: ['garoon'],
  });
  await change(ada.id, { availableServices: [] });
  expect((await scim('/Users', { method: 'POST', body })).status).toBe(201);
  expect(await use('kintone')).toEqual({ code: 'kintone', seats: 2, taken: 2, users: 2 });
});

test('an inactive user takes no seat, and is activated where one is free', async () => {
  const { limit, add, change, use } = await found();
  await limit('office', 1);
  const ada = await add('ada', ['office'], false);
  await add('bea', ['office']);
  expect(await use('office')).toEqual({ code: 'office', seats: 1, taken: 1, users: 2 });
  await expect(change(ada.id, { active: true })).rejects.toMatchObject(noSeat);
  await limit('office', null);
  expect(await change(ada.id, { active: true })).toMatchObject({ active: true });
});

test('fewer seats than are taken take it from nobody, and hinder nobody who takes no seat', async () => {
  const { limit, add, change, use } = await found();
  const ada = await add('ada', ['garoon']);
  await add('bea', ['garoon']);
  expect(await limit('garoon', 1)).toMatchObject({ seats: 1, taken: 2 });
  expect(await change(ada.id, { availableServices: ['kintone', 'garoon'] })).toMatchObject({
    availableServices: ['kintone', 'garoon'],
  });
  await expect(add('cyd', ['garoon'])).rejects.toMatchObject(noSeat);
  expect(await use('garoon')).toMatchObject({ taken: 2 });
});

test('the seats hold when many take them at once, over SCIM and the admin API', async () => {
  const { org, scim, limit, add, use } = await found();
  await limit('mailwise', 5);
  const attempts = await Promise.allSettled([
    ...Array.from({ length: 10 }, (_, index) => add(`admin${index}`, ['mailwise'])),
    ...Array.from({ length: 10 }, async (_, index) => {
      const body = { userName: `scim${index}`, [extension]: { availableServices: ['mailwise'] } };
      const { status } = await scim('/Users', { method: 'POST', body });
      if (status !== 201) throw new Error(String(status));
    }),
  ]);
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  expect(await use('mailwise')).toEqual({ code: 'mailwise', seats: 5, taken: 5, users: 5 });
  expect((await running.call(routes.listUsers, { params: { org } })).total).toBe(5);
});

test('a limit stands in the feed; there is no service beside those known', async () => {
  const { limit } = await found();
  await limit('kintone', 3);
  await limit('kintone', 3);
  await limit('kintone', null);
  const rows = await running.database.db
    .selectFrom('changes')
    .select('attributes')
    .where('resource_type', '=', 'Service')
    .orderBy('seq')
    .execute();
  expect(rows.slice(-2).map(({ attributes }) => attributes)).toEqual([
    [{ path: 'seats of kintone', after: 3 }],
    [{ path: 'seats of kintone', before: 3 }],
  ]);
  await expect(limit('lotus', 3)).rejects.toMatchObject({ problem: { status: 404 } });
});
