import { catalog } from '@lockstep/provisioning';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApplicationPlace } from './applications/application-view.ts';
import { actor, createBench, type Bench } from './testing/bench.testing.ts';
import { startBetterAuthTarget, type BetterAuthTarget } from './testing/better-auth-target.testing.ts';

let bench: Bench;
let target: BetterAuthTarget;
let place: ApplicationPlace;

beforeAll(async () => {
  bench = await createBench({ templates: catalog.filter(({ id }) => id === 'scim-2.0-bearer') });
  target = await startBetterAuthTarget(bench.database);
  place = await bench.addApplication(target);
});
afterAll(async () => {
  await target?.close();
  await bench?.close();
});
beforeEach(() => target.log.clear());

const hana = { displayName: 'Hana Mori', surname: 'Mori', givenName: 'Hana' };
const writes = (): string[] => target.log.lines().filter((line) => !line.startsWith('GET'));

async function provisioned(name: string, profile = {}): Promise<string> {
  const id = await bench.addUser(`${name}@example.test`, { ...hana, email: `${name}@example.test`, ...profile });
  await bench.assign(place, id);
  await bench.quiet();
  target.log.clear();
  return id;
}
const account = (name: string) => target.account(`${name}@example.test`);

describe('against the SCIM server of Better Auth', () => {
  it('creates', async () => {
    const id = await provisioned('create');
    expect(await account('create')).toMatchObject({
      displayName: 'Hana Mori',
      name: { familyName: 'Mori', givenName: 'Hana' },
      emails: [{ value: 'create@example.test' }],
      active: true,
      externalId: id,
    });
    expect(await bench.pair(place, id)).toMatchObject({ status: 'PROVISIONED', syncState: 'SYNCHRONIZED' });
  });

  it('links the account that is there', async () => {
    const made = await fetch(`${target.baseUrl}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${target.token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: 'link@example.test',
        emails: [{ value: 'link@example.test', primary: true, type: 'work' }],
        displayName: 'Old',
        active: true,
      }),
    });
    const { id: remoteId } = (await made.json()) as { id: string };
    target.log.clear();
    const id = await bench.addUser('link@example.test', { ...hana, email: 'link@example.test' });
    await bench.assign(place, id);
    await bench.quiet();
    expect(writes().filter((line) => line.startsWith('POST'))).toEqual([]);
    expect(await account('link')).toMatchObject({ id: remoteId, displayName: 'Hana Mori', externalId: id });
    expect(await bench.pair(place, id)).toMatchObject({ remoteId, syncState: 'SYNCHRONIZED' });
  });

  it('updates, renames, and sends nothing when nothing of it changes', async () => {
    const id = await provisioned('update');
    await bench.editUser(id, { displayName: 'Ken Mori', givenName: 'Ken', email: 'ken@example.test' });
    await bench.quiet();
    expect(await account('update')).toMatchObject({
      displayName: 'Ken Mori',
      name: { familyName: 'Mori', givenName: 'Ken' },
      emails: [{ value: 'ken@example.test' }],
    });
    await bench.editUser(id, { loginName: 'renamed@example.test' });
    await bench.quiet();
    expect(await account('renamed')).toMatchObject({ externalId: id });
    target.log.clear();
    await bench.editUser(id, { availableServices: ['kintone'] });
    await bench.quiet();
    expect(writes()).toEqual([]);
  });

  it('clears what is cleared', async () => {
    const id = await provisioned('clear');
    await bench.editUser(id, { surname: '' });
    await bench.quiet();
    const found = await account('clear');
    expect(found?.['name']).toMatchObject({ givenName: 'Hana' });
    expect(found?.['name']).not.toHaveProperty('familyName');
    expect(await bench.pair(place, id)).toMatchObject({ syncState: 'SYNCHRONIZED' });
  });

  it('deactivates, and activates the same account again', async () => {
    const id = await provisioned('leave');
    const before = await account('leave');
    await bench.outbound.commands.unassignUser(place, id, actor);
    await bench.quiet();
    expect(await account('leave')).toMatchObject({ id: before?.['id'], active: false });
    await bench.assign(place, id);
    await bench.quiet();
    expect(await account('leave')).toMatchObject({ id: before?.['id'], active: true, displayName: 'Hana Mori' });
    await bench.deleteUser(id);
    await bench.quiet();
    expect(await account('leave')).toMatchObject({ id: before?.['id'], active: false });
  });

  it('makes an account anew that was deleted there', async () => {
    const id = await provisioned('anew');
    const before = await account('anew');
    await target.remove(String(before?.['id']));
    await bench.editUser(id, { displayName: 'Anew' });
    await bench.quiet();
    const after = await account('anew');
    expect(after).toMatchObject({ displayName: 'Anew', active: true, externalId: id });
    expect(after?.['id']).not.toBe(before?.['id']);
  });

  it('tests the credentials', async () => {
    expect(await bench.outbound.commands.testCredentials(place, {})).toMatchObject({ test: { finding: 'ok' } });
    expect(await bench.outbound.commands.testCredentials(place, { apiToken: 'wrong' })).toMatchObject({
      test: { finding: 'unauthorized' },
    });
  });
});
