import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ApplicationPlace } from './applications/application-view.ts';
import { actor, createBench, type Bench } from './testing/bench.testing.ts';
import { startFaultyTarget, type FaultyTarget } from './testing/faulty-target.testing.ts';

let bench: Bench;
let target: FaultyTarget;
let place: ApplicationPlace;
let serial = 0;

beforeAll(async () => {
  bench = await createBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  target = await startFaultyTarget();
  place = await bench.addApplication(target);
});
afterEach(async () => {
  await bench.outbound.commands.deleteApplication(place, actor);
  await target.close();
});

const flip = (edit: object) => bench.outbound.commands.updateApplication(place, edit, actor);

async function assigned(): Promise<string> {
  const id = await bench.addUser(`switch-${(serial += 1)}`, { displayName: 'Before' });
  await bench.assign(place, id);
  await bench.quiet();
  return id;
}

it('Create Users off: nothing at all is sent for a new person, until it is on', async () => {
  await flip({ createUsers: false });
  const id = await assigned();
  expect(target.log.lines()).toEqual([]);
  expect(await bench.pair(place, id)).toMatchObject({
    syncState: 'DISABLED',
    status: 'STAGED',
    error: { message: 'Create Users is off, so no account was made or linked.' },
  });
  await flip({ createUsers: true });
  await bench.quiet();
  expect(target.accounts.size).toBe(1);
  expect(await bench.pair(place, id)).toMatchObject({ syncState: 'SYNCHRONIZED' });
});

it('Update User Attributes off: no attribute is sent, deactivation is', async () => {
  const id = await assigned();
  await flip({ updateUserAttributes: false });
  target.log.clear();
  await bench.editUser(id, { displayName: 'After' });
  await bench.quiet();
  expect(target.log.lines()).toEqual([]);
  expect(await bench.pair(place, id)).toMatchObject({ syncState: 'DISABLED', status: 'PROVISIONED' });
  await bench.editUser(id, { active: false });
  await bench.quiet();
  expect([...target.accounts.values()]).toMatchObject([{ displayName: 'Before', active: false }]);
  await bench.editUser(id, { active: true });
  await bench.quiet();
  expect([...target.accounts.values()]).toMatchObject([{ displayName: 'Before', active: true }]);
  await flip({ updateUserAttributes: true });
  await bench.quiet();
  expect([...target.accounts.values()]).toMatchObject([{ displayName: 'After', active: true }]);
});

it('Deactivate Users off: the status is not touched, attributes are', async () => {
  const id = await assigned();
  await flip({ deactivateUsers: false });
  target.log.clear();
  await bench.outbound.commands.unassignUser(place, id, actor);
  await bench.quiet();
  expect(target.log.lines()).toEqual([]);
  expect(await bench.pair(place, id)).toMatchObject({ syncState: 'DISABLED', assigned: false });
  await flip({ deactivateUsers: true });
  await bench.quiet();
  expect([...target.accounts.values()]).toMatchObject([{ active: false }]);
  expect(await bench.pair(place, id)).toMatchObject({ syncState: 'SYNCHRONIZED', status: 'DEPROVISIONED' });
});

it('API integration off: nothing is sent, and what changed meanwhile is sent when it is on', async () => {
  const id = await assigned();
  await flip({ apiIntegration: false });
  target.log.clear();
  await bench.editUser(id, { displayName: 'After' });
  const second = await bench.addUser(`switch-${(serial += 1)}`);
  await bench.assign(place, second);
  await bench.quiet();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(target.log.lines()).toEqual([]);
  expect(await bench.pair(place, id)).toMatchObject({ syncState: 'DISABLED' });
  await flip({ apiIntegration: true });
  await bench.quiet();
  expect([...target.accounts.values()]).toMatchObject([{ displayName: 'After' }, { userName: `switch-${serial}` }]);
});

it('never makes an account for somebody who is inactive or was unassigned before their turn', async () => {
  await flip({ apiIntegration: false });
  const inactive = await bench.addUser(`switch-${(serial += 1)}`, { active: false });
  const left = await bench.addUser(`switch-${(serial += 1)}`);
  await bench.assign(place, inactive, left);
  await bench.outbound.commands.unassignUser(place, left, actor);
  await flip({ apiIntegration: true });
  await bench.quiet();
  expect(target.log.lines()).toEqual([]);
  expect(await bench.pair(place, inactive)).toMatchObject({ syncState: 'SYNCHRONIZED', status: 'STAGED' });
  expect(await bench.pair(place, left)).toBeUndefined();
});
