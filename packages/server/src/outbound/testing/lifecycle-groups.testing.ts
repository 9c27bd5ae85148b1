import { expect } from 'vitest';
import { actor } from './bench.testing.ts';
import type { LifecycleCase } from './lifecycle-stage.testing.ts';

/** What becomes of accounts, as groups are assigned and as people come into them and go. */
export const groupCases: readonly LifecycleCase[] = [
  {
    name: 'a group: members come, go, and the group is taken away and given again',
    run: async (stage) => {
      const [ann, ben, cat] = [await stage.person('ann'), await stage.person('ben'), await stage.person('cat')];
      const sales = await stage.addGroup('Sales', ann, ben);
      await stage.assignGroup(sales, { title: 'Seller' });
      await stage.settled(
        { ann: { active: true, title: 'Seller' }, ben: { active: true, title: 'Seller' }, cat: 'none' },
        ['POST', 'POST'],
      );
      expect(await stage.bench.pair(stage.place, ann)).toMatchObject({
        source: { kind: 'group', group: { id: sales, displayName: stage.name('Sales') } },
      });
      await stage.join(sales, cat);
      await stage.leave(sales, ann);
      await stage.settled({ ann: { active: false }, cat: { active: true, title: 'Seller' } }, ['PATCH', 'POST']);
      await stage.unassignGroup(sales);
      await stage.settled({ ben: { active: false }, cat: { active: false } }, ['PATCH', 'PATCH']);
      await stage.assignGroup(sales, { title: 'Chief' });
      await stage.settled({ ann: { active: false }, ben: { active: true, title: 'Chief' }, cat: { active: true } }, [
        'PATCH',
        'PATCH',
      ]);
      await stage.deleteGroup(sales);
      await stage.settled({ ben: { active: false }, cat: { active: false } }, ['PATCH', 'PATCH']);
    },
  },
  {
    name: 'overlapping groups: the first in the order counts, and one is enough to stay',
    run: async (stage) => {
      const dan = await stage.person('dan');
      const [one, two] = [await stage.addGroup('One', dan), await stage.addGroup('Two', dan)];
      await stage.assignGroup(one, { title: 'First' });
      await stage.assignGroup(two, { title: 'Second' });
      await stage.settled({ dan: { active: true, title: 'First' } }, ['POST']);
      const place = { ...stage.place, actor };
      expect(await stage.bench.outbound.commands.orderGroups(place, [two, one])).toEqual({ kind: 'saved' });
      await stage.settled({ dan: { title: 'Second' } }, ['PATCH']);
      await stage.leave(two, dan);
      await stage.settled({ dan: { active: true, title: 'First' } }, ['PATCH']);
      await stage.unassignGroup(two);
      await stage.settled({ dan: { active: true } }, []);
      await stage.leave(one, dan);
      await stage.settled({ dan: { active: false } }, ['PATCH']);
    },
  },
  {
    name: 'a personal assignment beats the groups, and is converted and back',
    run: async (stage) => {
      const fay = await stage.person('fay');
      const staff = await stage.addGroup('Staff', fay);
      await stage.assignGroup(staff, { title: 'Staff' });
      await stage.settled({ fay: { title: 'Staff' } }, ['POST']);
      const { assignPerson, convertAssignment, setPersonalValues } = stage.bench.outbound.commands;
      const place = { ...stage.place, userId: fay, actor };
      expect((await setPersonalValues(place, { values: { title: 'Mine' } })).kind).toBe('faulty');
      expect(await setPersonalValues(place, { values: { userType: 'Fee' } })).toEqual({ kind: 'saved' });
      await stage.settled({ fay: { title: 'Staff', userType: 'Fee' } }, ['PATCH']);
      expect(await convertAssignment(place, 'personal')).toEqual({ kind: 'saved' });
      await stage.settled({ fay: { title: 'Staff', userType: 'Fee' } }, []);
      expect(await assignPerson(place, { values: { title: 'Mine', userType: 'Fee' } })).toEqual({ kind: 'saved' });
      await stage.settled({ fay: { title: 'Mine' } }, ['PATCH']);
      await stage.unassignGroup(staff);
      await stage.settled({ fay: { active: true, title: 'Mine' } }, []);
      expect(await convertAssignment(place, 'group')).toEqual({ kind: 'no_group' });
      await stage.assignGroup(staff, { title: 'Staff' });
      expect(await convertAssignment(place, 'group')).toEqual({ kind: 'saved' });
      await stage.settled({ fay: { title: 'Staff', userType: 'Fee' } }, ['PATCH']);
      expect((await stage.bench.outbound.commands.unassignUser(stage.place, fay, actor)).kind).toBe('by_group');
    },
  },
  {
    name: 'username format (None): by group it fails for each person until a login name is set',
    run: async (stage) => {
      const lee = await stage.person('lee');
      const { commands, queries } = stage.bench.outbound;
      const saved = await queries.getProfileSettings(stage.place);
      if (saved === undefined) throw new Error('There are no settings.');
      const settings = { ...saved.settings, userName: { format: 'none', applyOn: 'create' } } as const;
      await commands.saveProfileSettings(stage.place, { settings, version: saved.version }, actor);
      await stage.assignGroup(await stage.addGroup('Nameless', lee));
      await stage.settled({ lee: 'none' }, []);
      const { tasks } = await queries.listTasks(stage.place.organizationId, {
        limit: 50,
        application: stage.place.slug,
      });
      expect(tasks).toMatchObject([{ userId: lee, message: expect.stringContaining('(None)') as unknown }]);
      const named = { loginName: stage.name('lee') };
      expect(await commands.setPersonalValues({ ...stage.place, userId: lee, actor }, named)).toEqual({
        kind: 'saved',
      });
      await stage.settled({ lee: { active: true } }, ['POST']);
    },
  },
];
