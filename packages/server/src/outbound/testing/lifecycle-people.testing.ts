import type { JsonObject } from '@lockstep/scim';
import { expect, vi } from 'vitest';
import type { LifecycleCase, Stage } from './lifecycle-stage.testing.ts';
import { makeThere, readAccount, removeThere } from './lifecycle-targets.testing.ts';

/** Makes the day of every deletion come. */
export const letDaysPass = ({ bench }: Stage) =>
  bench.database.db
    .updateTable('app_users')
    .set({ delete_at: new Date(Date.now() - 1000) })
    .where('delete_at', 'is not', null)
    .execute();

/** Waits until the day's deletions have begun. */
const untilDeleted = async (stage: Stage, user: string) => {
  // not `expect.poll`, which knows one test at a time only
  await vi.waitFor(async () => expect((await stage.bench.pair(stage.place, user))?.remoteId).toBeUndefined());
};

export async function assignedPerson(stage: Stage, name: string): Promise<string> {
  const id = await stage.person(name);
  await stage.bench.assign(stage.place, id);
  await stage.settled({ [name]: { active: true, displayName: name, title: 'Person' } }, ['POST']);
  return id;
}

/** The target keeps what it has, its words are a task, and what the person is given next is sent. */
async function refused(stage: Stage, user: string, kept: JsonObject): Promise<void> {
  await stage.settled({ kai: { active: true, ...kept } }, ['PATCH']);
  expect(await stage.bench.pair(stage.place, user)).toMatchObject({ syncState: 'ERROR', error: { status: 400 } });
  const query = { limit: 10, application: stage.place.slug };
  const { tasks } = await stage.bench.outbound.queries.listTasks(stage.place.organizationId, query);
  expect(tasks).toMatchObject([{ userId: user, message: expect.stringMatching(/email/i) as unknown }]);
  await stage.bench.editUser(user, { email: `${stage.name('kay')}@example.test` });
}

/** What becomes of the account of a person, as the person and the assignment change. */
export const peopleCases: readonly LifecycleCase[] = [
  {
    name: 'assign to whom the target has already, edit, and make anew what was deleted there',
    run: async (stage) => {
      const { bench, place, target } = stage;
      const { testCredentials } = bench.outbound.commands;
      expect(await testCredentials(place, {})).toMatchObject({ test: { finding: 'ok' } });
      expect(await testCredentials(place, { apiToken: 'wrong' })).toMatchObject({ test: { finding: 'unauthorized' } });
      const emails = [{ value: `${stage.name('old')}@example.test`, type: 'work', primary: true }];
      const old = { userName: stage.name('leo'), displayName: 'Old', active: true, emails };
      const id = await makeThere(target, 'User', old);
      target.log.clear();
      const leo = await stage.person('leo');
      await bench.assign(place, leo);
      await stage.settled({ leo: { id, displayName: 'leo', externalId: leo } }, ['PATCH']);
      await bench.editUser(leo, { displayName: 'Leo', givenName: 'Leo' });
      await stage.settled({ leo: { id, displayName: 'Leo', name: { givenName: 'Leo' } } }, ['PATCH']);
      await bench.editUser(leo, { availableServices: ['kintone'] });
      await stage.settled({ leo: { id } }, []);
      await removeThere(target, `/Users/${id}`);
      target.log.clear();
      await bench.editUser(leo, { displayName: 'Anew' });
      await stage.settled({ leo: { displayName: 'Anew', active: true, externalId: leo } }, ['PATCH', 'POST']);
      expect((await bench.pair(place, leo))?.remoteId).not.toBe(id);
    },
  },
  {
    name: 'assign, unassign, assign again: the same account',
    run: async (stage) => {
      const ada = await assignedPerson(stage, 'ada');
      const { remoteId } = (await stage.bench.pair(stage.place, ada)) ?? {};
      await stage.unassign(ada);
      await stage.settled({ ada: { active: false, displayName: 'ada' } }, ['PATCH']);
      expect(await stage.bench.pair(stage.place, ada)).toMatchObject({
        assigned: false,
        end: { by: 'unassign', ending: 'deactivate' },
      });
      await stage.bench.assign(stage.place, ada);
      await stage.settled({ ada: { id: remoteId, active: true } }, ['PATCH']);
    },
  },
  {
    name: 'suspend, deactivate, reactivate',
    run: async (stage) => {
      const bob = await assignedPerson(stage, 'bob');
      await stage.setStatus(bob, 'suspended');
      await stage.settled({ bob: { active: false } }, ['PATCH']);
      expect(await stage.bench.pair(stage.place, bob)).toMatchObject({
        end: { by: 'suspend' },
        source: { kind: 'personal' },
      });
      await stage.setStatus(bob, 'deactivated');
      await stage.settled({ bob: { active: false } }, []);
      await stage.setStatus(bob, 'active');
      await stage.settled({ bob: { active: true } }, ['PATCH']);
      expect(await stage.bench.pair(stage.place, bob)).not.toHaveProperty('end');
    },
  },
  {
    name: 'staged: no account before activation',
    run: async (stage) => {
      const eve = await stage.person('eve');
      await stage.setStatus(eve, 'staged');
      await stage.bench.assign(stage.place, eve);
      await stage.settled({ eve: 'none' }, []);
      await stage.setStatus(eve, 'active');
      await stage.settled({ eve: { active: true } }, ['POST']);
    },
  },
  {
    name: 'rename, and clear an attribute',
    run: async (stage) => {
      const kim = await assignedPerson(stage, 'kim');
      await stage.bench.editUser(kim, { loginName: stage.name('kai'), surname: '' });
      await stage.settled({ kim: 'none', kai: { active: true, displayName: 'kim' } }, ['PATCH']);
      const { emails } = (await readAccount(stage.target, stage.name('kai'))) ?? {};
      await stage.bench.editUser(kim, { email: '' });
      if (stage.target.refuses.includes('no-email')) await refused(stage, kim, { emails: emails ?? [] });
      await stage.settled({ kai: { active: true, displayName: 'kim' } }, ['PATCH']);
    },
  },
  {
    name: 'deactivate in bulk',
    run: async (stage) => {
      const names = Array.from({ length: 8 }, (_, index) => `bulk${index}`);
      const ids = await Promise.all(names.map((one) => stage.person(one)));
      await stage.bench.assign(stage.place, ...ids);
      const all = (account: object) => Object.fromEntries(names.map((one) => [one, { ...account }]));
      await stage.bench.quiet();
      stage.log.clear();
      await Promise.all(ids.map((id) => stage.setStatus(id, 'deactivated')));
      await stage.bench.quiet();
      expect(stage.log.writes().length).toBeGreaterThan(0);
      stage.log.clear();
      await stage.settled(all({ active: false }), []);
    },
  },
  {
    name: 'delete in the directory, and what the application says of each event',
    run: async (stage) => {
      const gus = await assignedPerson(stage, 'gus');
      await stage.bench.deleteUser(gus);
      await stage.settled({ gus: { active: false } }, ['PATCH']);
      await stage.edit({ lifecycle: { unassign: 'delete', suspend: 'nothing' } });
      const hal = await assignedPerson(stage, 'hal');
      await stage.setStatus(hal, 'suspended');
      await stage.settled({ hal: { active: true } }, []);
      await stage.setStatus(hal, 'deactivated');
      await stage.settled({ hal: { active: false } }, ['PATCH']);
      await stage.unassign(hal);
      await stage.settled({ hal: 'none' }, ['DELETE']);
      expect(await stage.bench.pair(stage.place, hal)).toBeUndefined();
      // what happened before the option was changed stays as it was
      await stage.settled({ gus: { active: false } }, []);
    },
  },
  {
    name: 'delete after some days: inactive at once, kept when the person comes back, gone on the day',
    run: async (stage) => {
      await stage.edit({ lifecycle: { deactivate: 'delete-later', deleteAfterDays: 14 } });
      const ida = await assignedPerson(stage, 'ida');
      await stage.setStatus(ida, 'deactivated');
      await stage.settled({ ida: { active: false } }, ['PATCH']);
      const { end } = (await stage.bench.pair(stage.place, ida)) ?? {};
      expect(Math.round((Date.parse(end?.deleteAt ?? '') - Date.now()) / 86_400_000)).toBe(14);
      await stage.setStatus(ida, 'active');
      await stage.settled({ ida: { active: true } }, ['PATCH']);
      expect(await stage.bench.pair(stage.place, ida)).not.toHaveProperty('end');
      await stage.setStatus(ida, 'deactivated');
      await stage.settled({ ida: { active: false } }, ['PATCH']);
      await letDaysPass(stage);
      await untilDeleted(stage, ida);
      await stage.settled({ ida: 'none' }, ['DELETE']);
      await stage.setStatus(ida, 'active');
      await stage.settled({ ida: { active: true } }, ['POST']);
    },
  },
  {
    name: 'Deactivate Users off: neither inactive nor deleted, whatever the options say',
    run: async (stage) => {
      await stage.edit({ lifecycle: { unassign: 'delete', deactivate: 'delete-later', suspend: 'deactivate' } });
      const jon = await assignedPerson(stage, 'jon');
      const kay = await assignedPerson(stage, 'kay');
      await stage.edit({ deactivateUsers: false });
      await stage.setStatus(jon, 'suspended');
      await stage.settled({ jon: { active: true } }, []);
      await stage.setStatus(jon, 'deactivated');
      await stage.unassign(kay);
      await stage.bench.quiet();
      await letDaysPass(stage);
      await stage.settled({ jon: { active: true }, kay: { active: true } }, []);
      expect(await stage.bench.pair(stage.place, kay)).toMatchObject({ syncState: 'DISABLED' });
      await stage.edit({ deactivateUsers: true });
      await stage.settled({ jon: 'none', kay: 'none' }, ['DELETE', 'DELETE']);
    },
  },
];
