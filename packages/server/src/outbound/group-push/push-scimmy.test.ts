import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApplicationPlace } from '../applications/application-view.ts';
import { actor, createBench, type Bench } from '../testing/bench.testing.ts';
import { lenientCatalog } from '../testing/lenient-catalog.testing.ts';
import { startScimmyTarget, type ScimmyTarget } from '../testing/scimmy-target.testing.ts';

let target: ScimmyTarget;

beforeAll(async () => {
  target = await startScimmyTarget();
});
afterAll(() => target.close());

// one that sends PUT: lifecycle.test.ts has one that sends PATCH, group-sequences.test.ts what all send, byte for byte
describe('groups pushed to a SCIM server that others wrote, as okta-wizard', () => {
  let bench: Bench;
  let place: ApplicationPlace;
  const people: string[] = [];

  beforeAll(async () => {
    // SCIMMY filters within its first page of 20: keep to so many
    target.accounts.clear();
    target.groups.clear();
    people.length = 0;
    bench = await createBench({
      templates: lenientCatalog.map((template) => ({ ...template, clientProfile: 'okta-wizard' })),
    });
    place = await bench.addApplication(target);
    for (const name of ['ann', 'ben', 'cat', 'dan', 'eve']) people.push(await bench.addUser(name));
    // eve has no account
    await bench.assign(place, ...people.slice(0, 4));
    await bench.quiet();
  });
  afterAll(() => bench.close());
  beforeEach(() => target.log.clear());

  const [ann, ben, cat, dan, eve] = [0, 1, 2, 3, 4].map((index) => () => people[index] ?? '') as [
    () => string,
    () => string,
    () => string,
    () => string,
    () => string,
  ];
  const commands = () => bench.outbound.commands;
  const groupNamed = (name: string) => [...target.groups.values()].filter((one) => one.displayName === name);
  /** Login names of the members, or undefined where there is not one group of this name. */
  const membersOf = (name: string) => {
    const [group, ...others] = groupNamed(name);
    if (group === undefined || others.length > 0) return undefined;
    return (group.members ?? []).map(({ value }) => target.accounts.get(value)?.userName ?? value).sort();
  };
  const push = async (groups: readonly string[], existing: 'link' | 'task' = 'task', remoteId?: string) => {
    const chosen = { groups, existing, ...(remoteId === undefined ? {} : { remoteId }) };
    expect(await commands().pushGroups(place, chosen, actor)).toEqual({ kind: 'pushed', pushed: groups.length });
    await bench.quiet();
  };
  const state = async (id: string) => (await bench.pushed(place, id))?.syncState;

  it('makes a new group with those of its people who have an account; others follow', async () => {
    const id = await bench.addGroup('Sales', [ann(), ben(), eve()]);
    await push([id]);
    expect(membersOf('Sales')).toEqual(['ann', 'ben']);
    expect(await bench.pushed(place, id)).toMatchObject({ syncState: 'SYNCHRONIZED', members: 2, refused: 0 });
    await bench.assign(place, eve());
    await bench.quiet();
    expect(membersOf('Sales')).toEqual(['ann', 'ben', 'eve']);
    await commands().unassignUser(place, eve(), actor);
    await bench.quiet();
    expect(membersOf('Sales')).toEqual(['ann', 'ben']);
  });

  it('sends nothing when nothing changed', async () => {
    const id = await bench.addGroup('Quiet', [ann()]);
    await push([id]);
    target.log.clear();
    await bench.editGroup(id, { add: [eve()] });
    await bench.editUser(ann(), { nickname: 'Annie' } as never);
    await bench.quiet();
    expect(target.log.lines()).toEqual([]);
  });

  it('renames, empties, and fills again', async () => {
    const id = await bench.addGroup('Old name', [ann(), cat()]);
    await push([id]);
    await bench.editGroup(id, { displayName: 'New name' });
    await bench.quiet();
    expect([membersOf('Old name'), membersOf('New name')]).toEqual([undefined, ['ann', 'cat']]);
    await bench.editGroup(id, { remove: [ann(), cat()] });
    await bench.quiet();
    expect(membersOf('New name')).toEqual([]);
    await bench.editGroup(id, { add: [dan()] });
    await bench.quiet();
    expect(membersOf('New name')).toEqual(['dan']);
  });

  it('links the group that was chosen, and makes its name and members those of the directory', async () => {
    const held = [...target.accounts.values()].find(({ userName }) => userName === 'dan');
    target.groups.set('chosen', { id: 'chosen', displayName: 'Theirs', members: [{ value: held?.id ?? '' }] });
    const id = await bench.addGroup('Linked', [ann(), ben()]);
    await push([id], 'link', 'chosen');
    expect(membersOf('Linked')).toEqual(['ann', 'ben']);
    expect(await bench.pushed(place, id)).toMatchObject({ remoteId: 'chosen', syncState: 'SYNCHRONIZED' });
    const other = await bench.addGroup('Second', []);
    expect(
      await commands().pushGroups(place, { groups: [other], existing: 'link', remoteId: 'chosen' }, actor),
    ).toEqual({ kind: 'linked_already' });
    target.groups.delete('chosen');
    await bench.editGroup(id, { remove: [ann()] });
    await bench.quiet();
    expect((await bench.pushed(place, id))?.error).toMatchObject({ kind: 'group-gone' });
    expect(groupNamed('Linked')).toEqual([]);
  });

  it('asks where a group of that name is there already, or links it', async () => {
    target.groups.set('there', { id: 'there', displayName: 'There already' });
    const id = await bench.addGroup('There already', [cat()]);
    await push([id]);
    expect(await bench.pushed(place, id)).toMatchObject({ syncState: 'ERROR', error: { kind: 'group-name-taken' } });
    expect(membersOf('There already')).toEqual([]);
    await push([id], 'link');
    expect(await bench.pushed(place, id)).toMatchObject({ remoteId: 'there', syncState: 'SYNCHRONIZED' });
    expect(membersOf('There already')).toEqual(['cat']);
  });

  it('leaves alone the member whom the target refuses, and sends the rest', async () => {
    const lost = await bench.addUser('lost');
    await bench.assign(place, lost);
    await bench.quiet();
    const account = [...target.accounts.values()].find(({ userName }) => userName === 'lost');
    target.accounts.delete(account?.id ?? '');
    const id = await bench.addGroup('Refusing', [ann(), ben(), cat(), lost]);
    await push([id]);
    expect(membersOf('Refusing')).toEqual(['ann', 'ben', 'cat']);
    expect(await bench.pushed(place, id)).toMatchObject({ syncState: 'SYNCHRONIZED', members: 3, refused: 1 });
    expect(await bench.outbound.queries.listRefusedMembers(place, id)).toMatchObject([
      { loginName: 'lost', was: 'added', message: expect.stringContaining('There is no user') as unknown },
    ]);
    target.log.clear();
    await bench.editGroup(id, { remove: [ben()] });
    await bench.quiet();
    expect(membersOf('Refusing')).toEqual(['ann', 'cat']);
    target.accounts.set(account?.id ?? '', account ?? { id: '', userName: '' });
    await commands().pushNow(place, id, actor);
    await bench.quiet();
    expect(membersOf('Refusing')).toEqual(['ann', 'cat', 'lost']);
    expect(await bench.pushed(place, id)).toMatchObject({ refused: 0 });
  });

  it('finds on Push now what somebody changed at the target', async () => {
    const id = await bench.addGroup('Edited', [ann()]);
    await push([id]);
    const [group] = groupNamed('Edited');
    target.groups.set(group?.id ?? '', { id: group?.id ?? '', displayName: 'By hand', members: [] });
    expect(await commands().pushNow(place, undefined, actor)).toBeGreaterThan(0);
    await bench.quiet();
    expect([membersOf('By hand'), membersOf('Edited')]).toEqual([undefined, ['ann']]);
    target.groups.delete(group?.id ?? '');
    await bench.editGroup(id, { add: [ben()] });
    await bench.quiet();
    expect(membersOf('Edited')).toEqual(['ann', 'ben']);
  });

  it('unlinks and leaves, or unlinks and deletes', async () => {
    const kept = await bench.addGroup('Kept', [ann()]);
    const gone = await bench.addGroup('Gone', [ann()]);
    await push([kept, gone]);
    target.log.clear();
    expect(await commands().unlinkGroup(place, { groupId: kept, targetGroup: 'leave' }, actor)).toEqual({
      kind: 'unlinked',
    });
    expect(await commands().unlinkGroup(place, { groupId: gone, targetGroup: 'delete' }, actor)).toEqual({
      kind: 'unlinked',
    });
    await bench.editGroup(kept, { remove: [ann()] });
    await bench.quiet();
    expect([membersOf('Kept'), membersOf('Gone')]).toEqual([['ann'], undefined]);
    expect(target.log.writes().map(({ method }) => method)).toEqual(['DELETE']);
    expect([await bench.pushed(place, kept), await bench.pushed(place, gone)]).toEqual([undefined, undefined]);
    expect(await commands().unlinkGroup(place, { groupId: kept, targetGroup: 'leave' }, actor)).toEqual({
      kind: 'unknown',
    });
  });

  it('pauses a group, and sends nothing while Push Groups is off', async () => {
    const id = await bench.addGroup('Paused', [ann()]);
    await push([id]);
    target.log.clear();
    await commands().setPushActive(place, { groupId: id, active: false }, actor);
    await bench.editGroup(id, { add: [ben()] });
    await bench.quiet();
    expect([target.log.lines(), await state(id)]).toEqual([[], 'DISABLED']);
    await commands().updateApplication(place, { pushGroups: false }, actor);
    await commands().setPushActive(place, { groupId: id, active: true }, actor);
    await bench.quiet();
    expect([target.log.lines(), await state(id)]).toEqual([[], 'DISABLED']);
    await commands().updateApplication(place, { pushGroups: true }, actor);
    await bench.quiet();
    expect([membersOf('Paused'), await state(id)]).toEqual([['ann', 'ben'], 'SYNCHRONIZED']);
  });

  it('asks a person about a group that the directory deleted', async () => {
    const id = await bench.addGroup('Deleted here', [ann()]);
    await push([id]);
    target.log.clear();
    await bench.deleteGroup(id);
    await bench.quiet();
    expect(target.log.lines()).toEqual([]);
    expect(await bench.pushed(place, id)).toMatchObject({ deleted: true, error: { kind: 'group-deleted' } });
    await commands().unlinkGroup(place, { groupId: id, targetGroup: 'delete' }, actor);
    await bench.quiet();
    expect(membersOf('Deleted here')).toBeUndefined();
  });
});

describe('rules', () => {
  let bench: Bench;
  let place: ApplicationPlace;
  beforeAll(async () => {
    target.accounts.clear();
    target.groups.clear();
    bench = await createBench();
    place = await bench.addApplication(target);
  });
  afterAll(() => bench.close());
  const names = () => [...target.groups.values()].map(({ displayName }) => displayName).sort();

  it.each([
    ['starts-with', 'region ', ['Region North', 'Region South']],
    ['contains', 'NORTH', ['Region North']],
    ['ends-with', 'south', ['Region South']],
    ['matches', 'R.*[hn]', ['Region North', 'Region South']],
  ] as const)('%s %s', async (operator, pattern, expected) => {
    const groups = await Promise.all(
      ['Region North', 'Region South', 'Sales region'].map((one) => bench.addGroup(one)),
    );
    const { queries, commands } = bench.outbound;
    expect(await queries.previewPushRule(bench.organizationId, { operator, pattern })).toEqual({
      kind: 'previewed',
      total: expected.length,
      examples: expected,
    });
    const made = await commands.createPushRule(place, { operator, pattern, existing: 'link' }, actor);
    await bench.quiet();
    expect(names()).toEqual(expected);
    const [rule] = (await queries.listPushRules(place)) ?? [];
    expect(rule).toMatchObject({ operator, pattern, groups: expected.length });
    expect(made).toEqual({ kind: 'created', id: rule?.id });
    expect(await commands.deletePushRule(place, { ruleId: rule?.id ?? '', targetGroups: 'delete' }, actor)).toBe(true);
    for (const id of groups) await bench.deleteGroup(id);
    await bench.quiet();
    expect(names()).toEqual([]);
  });

  it('follow groups that come, are renamed into them, and out of them', async () => {
    const { commands } = bench.outbound;
    const early = await bench.addGroup('Team early');
    const other = await bench.addGroup('Other');
    await commands.createPushRule(place, { operator: 'starts-with', pattern: 'Team', existing: 'task' }, actor);
    const late = await bench.addGroup('Team late');
    await bench.quiet();
    expect(names()).toEqual(['Team early', 'Team late']);
    await bench.editGroup(other, { displayName: 'Team other' });
    await bench.editGroup(late, { displayName: 'Team later' });
    await bench.editGroup(early, { displayName: 'Early' });
    await bench.quiet();
    // no rule chooses it any more: it is unlinked, and the target's group stays as it was
    expect(names()).toEqual(['Team early', 'Team later', 'Team other']);
    expect(await bench.pushed(place, early)).toBeUndefined();
    // a push comes before the rules have seen a new name, which may choose the group no more
    const { db } = bench.database;
    await db.updateTable('groups').set({ display_name: 'Gone' }).where('id', '=', late).execute();
    expect(await commands.pushNow(place, late, actor)).toBe(1);
    await bench.quiet();
    expect(names()).toEqual(['Team early', 'Team later', 'Team other']);
    expect(await commands.unlinkGroup(place, { groupId: late, targetGroup: 'leave' }, actor)).toEqual({
      kind: 'by_rule',
    });
  });

  it('are refused where they are no rules', async () => {
    const { commands } = bench.outbound;
    for (const [operator, pattern] of [
      ['contains', ' '],
      ['matches', '(?<=a)b'],
      ['matches', 'a{1000}{1000}'],
    ] as const) {
      const made = await commands.createPushRule(place, { operator, pattern, existing: 'link' }, actor);
      expect(made.kind).toBe('faulty');
    }
  });
});
