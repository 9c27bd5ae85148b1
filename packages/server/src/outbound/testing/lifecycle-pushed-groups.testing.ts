import { expect } from 'vitest';
import { actor } from './bench.testing.ts';
import type { LifecycleCase, Stage } from './lifecycle-stage.testing.ts';
import { makeThere, removeThere } from './lifecycle-targets.testing.ts';

const stateOf = async ({ bench, place }: Stage, group: string) => bench.pushed(place, group);

/** People with accounts. */
async function provisioned(stage: Stage, ...names: readonly string[]): Promise<string[]> {
  const ids = await Promise.all(names.map((one) => stage.person(one)));
  await stage.bench.assign(stage.place, ...ids);
  await stage.settled(
    Object.fromEntries(names.map((one) => [one, { active: true }])),
    names.map(() => 'POST'),
  );
  return ids;
}

const unlink = async ({ bench, place }: Stage, groupId: string, targetGroup: 'leave' | 'delete') =>
  expect(await bench.outbound.commands.unlinkGroup(place, { groupId, targetGroup }, actor)).toEqual({
    kind: 'unlinked',
  });

/** What becomes of groups at the target, and of who is in them. */
export const pushedGroupCases: readonly LifecycleCase[] = [
  {
    name: 'push a new group: those with an account are in it, others follow, and go with their accounts',
    run: async (stage) => {
      const { bench, place, push, pushed } = stage;
      const [ann = '', ben = ''] = await provisioned(stage, 'ann', 'ben');
      const eve = await stage.person('eve');
      const sales = await stage.addGroup('New', ann, ben, eve);
      await push({ groups: [sales], existing: 'task' });
      await pushed({ New: ['ann', 'ben'] }, ['POST', 'PATCH']);
      expect(await stateOf(stage, sales)).toMatchObject({ syncState: 'SYNCHRONIZED', members: 2, refused: 0 });
      await bench.assign(place, eve);
      await pushed({ New: ['ann', 'ben', 'eve'] }, ['POST', 'PATCH']);
      await stage.unassign(eve);
      await pushed({ New: ['ann', 'ben'] }, ['PATCH', 'PATCH']);
      await bench.editUser(ann, { displayName: 'Annie' });
      await pushed({ New: ['ann', 'ben'] }, ['PATCH']);
    },
  },
  {
    name: 'push an empty group; members come, are removed, it is renamed, and made anew when it was deleted there',
    run: async (stage) => {
      const { bench, push, pushed } = stage;
      const [ann = '', ben = '', cat = ''] = await provisioned(stage, 'ann', 'ben', 'cat');
      const team = await stage.addGroup('Empty');
      await push({ groups: [team], existing: 'task' });
      await pushed({ Empty: [] }, ['POST']);
      await stage.join(team, ann, ben, cat);
      await pushed({ Empty: ['ann', 'ben', 'cat'] }, ['PATCH']);
      await stage.leave(team, ann);
      await pushed({ Empty: ['ben', 'cat'] }, ['PATCH']);
      await bench.editGroup(team, { displayName: stage.name('Renamed') });
      await pushed({ Empty: 'none', Renamed: ['ben', 'cat'] }, ['PATCH']);
      await stage.leave(team, ben, cat);
      await pushed({ Renamed: [] }, ['PATCH']);
      const { remoteId } = (await stateOf(stage, team)) ?? {};
      await removeThere(stage.target, `/Groups/${remoteId}`);
      stage.log.clear();
      await stage.join(team, ann);
      await pushed({ Renamed: ['ann'] }, ['PATCH', 'POST', 'PATCH']);
    },
  },
  {
    name: 'push to a linked group: its name and members become those of the directory, or a person is asked',
    run: async (stage) => {
      const { push, pushed, target } = stage;
      const [ann = '', ben = ''] = await provisioned(stage, 'ann', 'ben');
      const members = [{ value: (await stage.bench.pair(stage.place, ben))?.remoteId ?? '' }];
      const chosen = await makeThere(target, 'Group', { displayName: stage.name('Theirs'), members });
      await makeThere(target, 'Group', { displayName: stage.name('Same'), members });
      target.log.clear();
      const [linked, same] = [await stage.addGroup('Linked', ann), await stage.addGroup('Same', ann)];
      await push({ groups: [linked], existing: 'link', remoteId: chosen });
      await pushed({ Theirs: 'none', Linked: ['ann'] }, ['PATCH', 'PATCH']);
      expect(await stateOf(stage, linked)).toMatchObject({ remoteId: chosen, syncState: 'SYNCHRONIZED' });
      await push({ groups: [same], existing: 'task' });
      await pushed({ Same: ['ben'] }, []);
      expect(await stateOf(stage, same)).toMatchObject({ syncState: 'ERROR', error: { kind: 'group-name-taken' } });
      await push({ groups: [same], existing: 'link' });
      await pushed({ Same: ['ann'] }, ['PATCH']);
    },
  },
  {
    name: 'push by rule: groups that come, are renamed into it and out of it, until the rule goes with its groups',
    run: async (stage) => {
      const { bench, place, pushed } = stage;
      const { commands, queries } = bench.outbound;
      const [ann = ''] = await provisioned(stage, 'ann');
      const [early, other] = [await stage.addGroup('Rule early', ann), await stage.addGroup('Other', ann)];
      const rule = { operator: 'matches', pattern: stage.name('Rule .*'), existing: 'task' } as const;
      expect((await commands.createPushRule(place, rule, actor)).kind).toBe('created');
      await pushed({ 'Rule early': ['ann'], Other: 'none' }, ['POST', 'PATCH']);
      await stage.addGroup('Rule late');
      await pushed({ 'Rule late': [] }, ['POST']);
      await bench.editGroup(other, { displayName: stage.name('Rule other') });
      await pushed({ 'Rule other': ['ann'] }, ['POST', 'PATCH']);
      await bench.editGroup(early, { displayName: stage.name('Early') });
      await stage.leave(early, ann);
      // chosen no more: unlinked, and the target's group stays as it was
      await pushed({ 'Rule early': ['ann'], Early: 'none' }, []);
      const [made] = (await queries.listPushRules(place)) ?? [];
      expect(await commands.deletePushRule(place, { ruleId: made?.id ?? '', targetGroups: 'delete' }, actor)).toBe(
        true,
      );
      await pushed({ 'Rule early': ['ann'], 'Rule late': 'none', 'Rule other': 'none' }, ['DELETE', 'DELETE']);
    },
  },
  {
    name: 'unlink and leave, unlink and delete',
    run: async (stage) => {
      const { push, pushed } = stage;
      const [ann = ''] = await provisioned(stage, 'ann');
      const [kept, gone] = [await stage.addGroup('Kept', ann), await stage.addGroup('Gone', ann)];
      await push({ groups: [kept, gone], existing: 'task' });
      await pushed({ Kept: ['ann'], Gone: ['ann'] }, ['POST', 'PATCH', 'POST', 'PATCH']);
      await unlink(stage, kept, 'leave');
      await unlink(stage, gone, 'delete');
      await stage.leave(kept, ann);
      await pushed({ Kept: ['ann'], Gone: 'none' }, ['DELETE']);
      expect([await stateOf(stage, kept), await stateOf(stage, gone)]).toEqual([undefined, undefined]);
    },
  },
];
