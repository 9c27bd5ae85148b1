import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApplicationPlace } from '../applications/application-view.ts';
import { actor, createBench, type Bench } from '../testing/bench.testing.ts';
import { startScimmyTarget, type ScimmyTarget } from '../testing/scimmy-target.testing.ts';

let bench: Bench;
let target: ScimmyTarget;
let place: ApplicationPlace;
let group: string;
let taken: string;

beforeAll(async () => {
  [bench, target] = await Promise.all([createBench(), startScimmyTarget()]);
  place = await bench.addApplication(target);
  const people = [];
  for (const name of ['ann', 'ben', 'cat']) people.push(await bench.addUser(name));
  await bench.assign(place, ...people);
  await bench.quiet();
  // the accounts of two are gone there, and one of the two groups has a namesake
  for (const account of target.accounts.values()) {
    if (account.userName !== 'ann') target.accounts.delete(account.id);
  }
  target.groups.set('theirs', { id: 'theirs', displayName: 'Namesake' });
  group = await bench.addGroup('Sales', people);
  taken = await bench.addGroup('Namesake', people.slice(0, 1));
  await bench.outbound.commands.pushGroups(place, { groups: [group], existing: 'task' }, actor);
  await bench.quiet();
  await bench.outbound.commands.pushGroups(place, { groups: [taken], existing: 'task' }, actor);
  await bench.quiet();
  target.log.clear();
});
afterAll(async () => {
  await bench.close();
  await target.close();
});

const list = async (query = {}) => bench.outbound.queries.listTasks(bench.organizationId, { limit: 50, ...query });
const said = async (query = {}) =>
  (await list(query)).tasks.map(({ about, loginName, group: one }) => [about, loginName, one?.displayName]);
const namesake = ['group', undefined, 'Namesake'];
const member = (loginName: string) => ['member', loginName, 'Sales'];
const commands = () => bench.outbound.commands;
const memberKey = async (search: string) => {
  const [task] = (await list({ search })).tasks;
  return { application: place.slug, group: task?.group?.id ?? '', member: task?.remoteId ?? '' };
};

it('tell of groups and of members that were refused, the newest first, with the request and its answer', async () => {
  const [first, ...members] = (await list()).tasks;
  expect(first).toMatchObject({
    about: 'group',
    displayName: 'Namesake',
    group: { id: taken, displayName: 'Namesake' },
    kind: 'group-name-taken',
  });
  expect(members.map(({ loginName = '' }) => loginName).sort()).toEqual(['ben', 'cat']);
  for (const task of members) {
    expect(task).toMatchObject({ about: 'member', group: { id: group, displayName: 'Sales' }, kind: 'refused' });
    expect(task.exchange).toMatchObject({ method: 'PATCH', answer: expect.stringContaining('no user') as unknown });
  }
  expect(await bench.outbound.queries.countTasks(bench.organizationId)).toBe(3);
  expect(await list({ application: 'nowhere' })).toEqual({ tasks: [], total: 0 });
  expect(await said({ search: 'namesake' })).toEqual([namesake]);
  expect(await said({ search: 'cat' })).toEqual([member('cat')]);
});

it('come page by page, none twice and none left out', async () => {
  const seen: string[] = [];
  for (let cursor: string | undefined, page = 0; page < 4; page += 1) {
    const { tasks, next } = await list({ limit: 1, cursor });
    seen.push(...tasks.map(({ about, loginName = '' }) => `${about} ${loginName}`));
    cursor = next;
    if (next === undefined) break;
  }
  expect(seen.sort()).toEqual(['group ', 'member ben', 'member cat']);
});

it('belong to one organization', async () => {
  const stranger = uuidv7();
  const chosen = { tasks: [await memberKey('cat'), { application: place.slug, group: taken }] };
  expect(await commands().retryTasks({ organizationId: stranger, actor }, chosen)).toBe(0);
  expect(await commands().dismissTasks({ organizationId: stranger, actor }, {})).toBe(0);
  expect((await list()).total).toBe(3);
});

it('are dismissed, and nothing is sent for that', async () => {
  const junk = { application: place.slug, group: 'junk', member: 'x' };
  expect(
    await commands().dismissTasks(
      { organizationId: bench.organizationId, actor },
      { tasks: [await memberKey('ben'), junk] },
    ),
  ).toBe(1);
  expect(await said()).toEqual([namesake, member('cat')]);
  expect(
    await commands().dismissTasks(
      { organizationId: bench.organizationId, actor },
      { tasks: [{ application: place.slug, group: taken }] },
    ),
  ).toBe(1);
  expect(await said()).toEqual([member('cat')]);
  await bench.quiet();
  expect(target.log.lines()).toEqual([]);
  expect(await bench.pushed(place, group)).toMatchObject({ members: 1, refused: 2 });
});

it('are retried: who is refused again comes back, who is taken is gone from the list', async () => {
  const key = await memberKey('cat');
  expect(await commands().retryTasks({ organizationId: bench.organizationId, actor }, { tasks: [key] })).toBe(1);
  await bench.quiet();
  expect(await said()).toEqual([member('cat')]);
  target.accounts.set(key.member, { id: key.member, userName: 'cat' });
  expect(
    await commands().retryTasks({ organizationId: bench.organizationId, actor }, { application: place.slug }),
  ).toBe(1);
  await bench.quiet();
  expect((await list()).total).toBe(0);
  expect(await bench.pushed(place, group)).toMatchObject({ members: 2, refused: 1 });
});

it('come back when they fail again, and a group that is put right is gone from the list', async () => {
  await commands().pushNow(place, taken, actor);
  await bench.quiet();
  expect(await said()).toEqual([namesake]);
  target.groups.delete('theirs');
  expect(
    await commands().retryTasks(
      { organizationId: bench.organizationId, actor },
      { tasks: [{ application: place.slug, group: taken }] },
    ),
  ).toBe(1);
  await bench.quiet();
  expect((await list()).total).toBe(0);
  expect([...target.groups.values()].map(({ displayName }) => displayName).sort()).toEqual(['Namesake', 'Sales']);
});
