import type { JsonObject } from '@lockstep/scim';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOutbound } from './outbound.ts';
import { actor, createBench, type Bench } from './testing/bench.testing.ts';
import { setStage, stageTemplate, type ReadAccount, type Stage } from './testing/lifecycle-stage.testing.ts';
import { startLoggedEndpoint } from './testing/logged-endpoint.testing.ts';
import type { RequestLog } from './testing/request-log.testing.ts';
import { startScimmyTarget } from './testing/scimmy-target.testing.ts';

interface TableTarget {
  readonly baseUrl: string;
  readonly token: string;
  readonly log: RequestLog;
  readonly read: ReadAccount;
  /** What it keeps from one case to the next is too much for it. */
  empty(): void;
  close(): Promise<void>;
}

async function scimmy(): Promise<TableTarget> {
  const target = await startScimmyTarget();
  const { baseUrl, token, log, accounts } = target;
  const read: ReadAccount = async (userName) =>
    [...accounts.values()].find((one) => one.userName === userName) as JsonObject | undefined;
  return { baseUrl, token, log, read, close: () => target.close(), empty: () => accounts.clear() };
}

async function lockstep(): Promise<TableTarget> {
  const endpoint = await startLoggedEndpoint();
  const { baseUrl, token, log } = endpoint;
  const read: ReadAccount = async (userName) => {
    const { body } = await endpoint.scim(`/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
    return (body.Resources as JsonObject[])[0];
  };
  return { baseUrl, token, log, read, close: () => endpoint.close(), empty: () => undefined };
}

interface Case {
  readonly name: string;
  readonly run: (stage: Stage) => Promise<void>;
}

/** Makes the day of every deletion come. */
const letDaysPass = ({ bench }: Stage) =>
  bench.database.db
    .updateTable('app_users')
    .set({ delete_at: new Date(Date.now() - 1000) })
    .where('delete_at', 'is not', null)
    .execute();

/** Waits until the day's deletions have begun. */
const untilDeleted = async (stage: Stage, user: string) => {
  await expect.poll(async () => (await stage.bench.pair(stage.place, user))?.remoteId).toBe(undefined);
};

async function assignedPerson(stage: Stage, name: string): Promise<string> {
  const id = await stage.person(name);
  await stage.bench.assign(stage.place, id);
  await stage.settled({ [name]: { active: true, displayName: name, title: 'Person' } }, ['POST']);
  return id;
}

const cases: readonly Case[] = [
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
      await stage.bench.editUser(kim, { loginName: stage.name('kai'), surname: '', email: '' });
      await stage.settled({ kim: 'none', kai: { active: true, displayName: 'kim' } }, ['PATCH']);
    },
  },
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
      expect(await setPersonalValues(place, { values: { nickName: 'Fee' } })).toEqual({ kind: 'saved' });
      await stage.settled({ fay: { title: 'Staff', nickName: 'Fee' } }, ['PATCH']);
      expect(await convertAssignment(place, 'personal')).toEqual({ kind: 'saved' });
      await stage.settled({ fay: { title: 'Staff', nickName: 'Fee' } }, []);
      expect(await assignPerson(place, { values: { title: 'Mine', nickName: 'Fee' } })).toEqual({ kind: 'saved' });
      await stage.settled({ fay: { title: 'Mine' } }, ['PATCH']);
      await stage.unassignGroup(staff);
      await stage.settled({ fay: { active: true, title: 'Mine' } }, []);
      expect(await convertAssignment(place, 'group')).toEqual({ kind: 'no_group' });
      await stage.assignGroup(staff, { title: 'Staff' });
      expect(await convertAssignment(place, 'group')).toEqual({ kind: 'saved' });
      await stage.settled({ fay: { title: 'Staff', nickName: 'Fee' } }, ['PATCH']);
      expect((await stage.bench.outbound.commands.unassignUser(stage.place, fay, actor)).kind).toBe('by_group');
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

describe.each([
  ['a server that others wrote', scimmy],
  ['our own endpoint', lockstep],
])('the lifecycle of an account at %s', (_name, start) => {
  let target: TableTarget;
  let bench: Bench;

  beforeAll(async () => {
    target = await start();
    bench = await createBench({ templates: [stageTemplate] });
  });
  afterAll(async () => {
    await bench.close();
    await target.close();
  });

  it.each(cases)('$name', async ({ run }) => {
    target.empty();
    const place = await bench.addApplication(target);
    target.log.clear();
    const mark = place.slug.replace('target-', '');
    try {
      await expect(run(setStage({ bench, place, target, mark }))).resolves.toBeUndefined();
    } finally {
      await bench.outbound.commands.deleteApplication(place, actor);
    }
  });
});

it('keeps the day of a deletion over a restart', async () => {
  const target = await scimmy();
  const bench = await createBench({ templates: [stageTemplate] });
  const place = await bench.addApplication(target);
  const stage = setStage({ bench, place, target, mark: 'restart' });
  await stage.edit({ lifecycle: { unassign: 'delete-later' } });
  const mia = await assignedPerson(stage, 'mia');
  await stage.unassign(mia);
  await stage.settled({ mia: { active: false } }, ['PATCH']);
  await bench.outbound.stop();
  await letDaysPass(stage);
  const again = createOutbound(bench.options);
  again.start();
  await expect.poll(() => target.read(stage.name('mia'))).toBeUndefined();
  await again.stop();
  await bench.close();
  await target.close();
});
