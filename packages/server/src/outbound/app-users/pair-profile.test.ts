import type { ProfileSettings } from '@lockstep/provisioning';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApplicationPlace } from '../applications/application-view.ts';
import { actor, createBench, type Bench } from '../testing/bench.testing.ts';
import { startFaultyTarget, type FaultyTarget } from '../testing/faulty-target.testing.ts';

let bench: Bench;
let target: FaultyTarget;
let place: ApplicationPlace;
let personal: string;
let member: string;
let groupId: string;

const settings: ProfileSettings = {
  attributes: [
    { target: 'displayName', type: 'string', required: false, scope: 'personal' },
    { target: 'title', label: 'Title', type: 'string', required: false, scope: 'group' },
    { target: 'nickName', type: 'string', required: false, scope: 'personal' },
    { target: 'locale', type: 'string', required: false, scope: 'personal' },
  ],
  mappings: [
    {
      target: 'displayName',
      source: { kind: 'expression', expression: 'String.toUpperCase(user.displayName)' },
      applyOn: 'create-and-update',
    },
    { target: 'nickName', source: { kind: 'constant', value: 'Nick' }, applyOn: 'create' },
    { target: 'locale', source: { kind: 'attribute', attribute: 'locale' }, applyOn: 'create-and-update' },
  ],
  userName: { format: 'okta-username', applyOn: 'create' },
};

beforeAll(async () => {
  bench = await createBench();
  target = await startFaultyTarget();
  place = await bench.addApplication(target);
  const { commands, queries } = bench.outbound;
  const version = (await queries.getProfileSettings(place))?.version ?? 0;
  expect((await commands.saveProfileSettings(place, { settings, version }, actor)).kind).toBe('saved');
  personal = await bench.addUser('p-ada', { displayName: 'Ada' });
  member = await bench.addUser('p-bob', { displayName: 'Bob' });
  groupId = await bench.addGroup('Engineers', [member]);
  await bench.followed();
  expect((await commands.assignGroup({ ...place, groupId, actor }, { title: 'Engineer' })).kind).toBe('saved');
  const edit = { loginName: 'ada.at.app', values: { title: 'Countess' } };
  expect((await commands.assignPerson({ ...place, userId: personal, actor }, edit)).kind).toBe('saved');
  await bench.quiet();
});
afterAll(async () => {
  await bench.close();
  await target.close();
});

async function attributes(userId: string) {
  const profile = await bench.outbound.sync.profile(place, userId);
  return new Map(profile?.attributes.map(({ target: path, ...one }) => [path, one]));
}

it('tells the rule and source of each value, and what was last applied', async () => {
  const ada = await attributes(personal);
  expect(ada.get('userName')).toEqual({ desired: 'ada.at.app', applied: 'ada.at.app', source: { kind: 'personal' } });
  expect(ada.get('active')).toEqual({ desired: true, applied: true, source: { kind: 'status' } });
  expect(ada.get('title')).toEqual({
    label: 'Title',
    desired: 'Countess',
    applied: 'Countess',
    source: { kind: 'personal' },
  });
  expect(ada.get('displayName')).toEqual({
    desired: 'ADA',
    applied: 'ADA',
    source: {
      kind: 'mapping',
      mapping: settings.mappings[0]?.source,
      applyOn: 'create-and-update',
      ofTemplate: false,
    },
  });
  expect(ada.get('nickName')?.source).toMatchObject({
    mapping: { kind: 'constant', value: 'Nick' },
    applyOn: 'create',
  });
  expect(ada.get('locale')).toEqual({
    source: expect.objectContaining({ mapping: { kind: 'attribute', attribute: 'locale' } }) as unknown,
  });
  const bob = await attributes(member);
  expect(bob.get('userName')?.source).toEqual({ kind: 'username-format', format: 'okta-username' });
  expect(bob.get('title')).toMatchObject({
    desired: 'Engineer',
    source: { kind: 'group', group: { id: groupId, displayName: 'Engineers' } },
  });
});

it('shows what is desired beside what was applied while nothing is sent', async () => {
  await bench.outbound.commands.updateApplication(place, { apiIntegration: false }, actor);
  await bench.editUser(member, { displayName: 'Robert' });
  expect((await attributes(member)).get('displayName')).toMatchObject({ desired: 'ROBERT', applied: 'BOB' });
  await bench.outbound.commands.updateApplication(place, { apiIntegration: true }, actor);
  await bench.quiet();
  expect((await attributes(member)).get('displayName')).toMatchObject({ desired: 'ROBERT', applied: 'ROBERT' });
});

it('reads the account at the target then and there, and sends reads only', async () => {
  const account = [...target.accounts.values()].find((one) => one.userName === 'ada.at.app');
  Object.assign(account ?? {}, { title: 'Somebody’s idea' });
  target.log.clear();
  const actual = await bench.outbound.sync.actual(place, personal);
  expect(actual).toMatchObject({ kind: 'found', values: { title: 'Somebody’s idea', displayName: 'ADA' } });
  expect(target.log.lines()).toEqual([`GET /scim/v2/Users/${account?.id ?? ''}`]);
  target.accounts.delete(account?.id ?? '');
  expect(await bench.outbound.sync.actual(place, personal)).toEqual({ kind: 'none' });
  target.fault = () => ({ kind: 'answer', status: 403 });
  expect(await bench.outbound.sync.actual(place, personal)).toMatchObject({ kind: 'failed', status: 403 });
  target.fault = () => undefined;
});

it('knows nobody who has no pair here', async () => {
  const stranger = await bench.addUser('p-stranger');
  expect(await bench.outbound.sync.profile(place, stranger)).toBeUndefined();
  expect(await bench.outbound.sync.actual(place, 'no-uuid')).toBeUndefined();
  expect(await bench.outbound.sync.profile({ ...place, organizationId: stranger }, personal)).toBeUndefined();
});
