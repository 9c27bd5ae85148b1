import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actor, createBench, type Bench } from './testing/bench.testing.ts';
import { lenientCatalog } from './testing/lenient-catalog.testing.ts';
import { startScimmyTarget, type ScimmyTarget } from './testing/scimmy-target.testing.ts';
import type { ApplicationPlace } from './applications/application-view.ts';

let target: ScimmyTarget;

beforeAll(async () => {
  target = await startScimmyTarget();
});
afterAll(() => target.close());

/** How each profile makes an account inactive: by what comes first of its PATCH, or by PUT. */
const deactivations: Readonly<Record<string, object | undefined>> = {
  native: { op: 'replace', path: 'active', value: false },
  okta: { op: 'replace', value: { active: false } },
  'okta-wizard': undefined,
  'entra-compliant': { op: 'replace', path: 'active', value: false },
};

describe.each(Object.keys(deactivations))('against a SCIM server that others wrote, as %s', (clientProfile) => {
  let bench: Bench;
  let place: ApplicationPlace;

  beforeAll(async () => {
    // SCIMMY filters within its first page of 20: keep to so many
    target.accounts.clear();
    bench = await createBench({ templates: lenientCatalog.map((template) => ({ ...template, clientProfile })) });
    place = await bench.addApplication(target);
  });
  afterAll(() => bench.close());
  beforeEach(() => target.log.clear());

  const account = (userName: string) => [...target.accounts.values()].filter((one) => one.userName === userName);
  const name = (text: string) => `${text}-${clientProfile}`;
  async function provisioned(loginName: string, profile = {}): Promise<string> {
    const id = await bench.addUser(loginName, profile);
    await bench.assign(place, id);
    await bench.quiet();
    target.log.clear();
    return id;
  }

  it('creates an account with a lookup and a creation', async () => {
    const id = await bench.addUser(name('hana'), {
      displayName: 'Hana Mori',
      surname: 'Mori',
      givenName: 'Hana',
      email: 'hana@example.test',
    });
    await bench.assign(place, id);
    await bench.quiet();
    expect(account(name('hana'))).toEqual([
      expect.objectContaining({
        displayName: 'Hana Mori',
        name: expect.objectContaining({ familyName: 'Mori', givenName: 'Hana' }) as unknown,
        emails: [expect.objectContaining({ value: 'hana@example.test', type: 'work', primary: true })],
        active: true,
        externalId: id,
      }),
    ]);
    expect(target.log.lines().map((line) => line.replace(/&startIndex.*/, ''))).toEqual([
      `GET /scim/Users?filter=userName eq "${name('hana')}"`,
      'POST /scim/Users',
    ]);
    expect(await bench.pair(place, id)).toMatchObject({
      loginName: name('hana'),
      assigned: true,
      status: 'PROVISIONED',
      syncState: 'SYNCHRONIZED',
      attempts: 0,
      remoteId: account(name('hana'))[0]?.id,
    });
  });

  it('links the account that has the login name, and sends what differs', async () => {
    const remoteId = `there-already-${clientProfile}`;
    target.accounts.set(remoteId, {
      id: remoteId,
      userName: name('KEN'),
      displayName: 'Old',
      title: 'Dr',
      active: true,
    });
    const id = await bench.addUser(name('ken'), { displayName: 'Ken' });
    await bench.assign(place, id);
    await bench.quiet();
    expect(target.accounts.get(remoteId)).toMatchObject({ displayName: 'Ken', title: 'Dr', externalId: id });
    expect(account(name('ken'))).toEqual([]);
    expect(target.log.lines().filter((line) => line.startsWith('POST'))).toEqual([]);
    expect(await bench.pair(place, id)).toMatchObject({ remoteId, syncState: 'SYNCHRONIZED' });
  });

  it('sends an edit, and nothing when the edit changes nothing of it', async () => {
    const id = await provisioned(name('edit'), { displayName: 'Before', email: 'a@example.test' });
    await bench.editUser(id, { displayName: 'After', email: 'b@example.test' });
    await bench.quiet();
    expect(account(name('edit'))).toEqual([
      expect.objectContaining({
        displayName: 'After',
        emails: [expect.objectContaining({ value: 'b@example.test' })],
      }),
    ]);
    expect(target.log.writes()).toHaveLength(1);
    target.log.clear();
    await bench.editUser(id, { displayName: 'Else' });
    await bench.editUser(id, { displayName: 'After' });
    await bench.quiet();
    expect(account(name('edit'))).toEqual([expect.objectContaining({ displayName: 'After' })]);
  });

  it('clears what is cleared', async () => {
    const id = await provisioned(name('clear'), { surname: 'Mori', givenName: 'Hana', email: 'a@example.test' });
    await bench.editUser(id, { surname: '', email: '' });
    await bench.quiet();
    const [cleared] = account(name('clear'));
    expect(cleared?.['emails'] ?? []).toEqual([]);
    expect(cleared?.['name']).not.toHaveProperty('familyName');
    expect(cleared?.['name']).toHaveProperty('givenName', 'Hana');
  });

  it('deactivates who is unassigned, and activates the same account when assigned again', async () => {
    const id = await provisioned(name('leave'));
    const [before] = account(name('leave'));
    expect(await bench.outbound.commands.unassignUser(place, id, actor)).toEqual({ kind: 'unassigned' });
    await bench.quiet();
    expect(target.accounts.get(before?.id ?? '')).toMatchObject({ active: false, userName: name('leave') });
    const operation = deactivations[clientProfile];
    expect(target.log.writes()).toMatchObject([
      operation === undefined
        ? { method: 'PUT', body: { active: false } }
        : { method: 'PATCH', body: { Operations: [operation] } },
    ]);
    expect(await bench.pair(place, id)).toMatchObject({ status: 'DEPROVISIONED', assigned: false });
    await bench.assign(place, id);
    await bench.quiet();
    expect(account(name('leave'))).toEqual([expect.objectContaining({ id: before?.id, active: true })]);
    expect(await bench.pair(place, id)).toMatchObject({ status: 'PROVISIONED', remoteId: before?.id });
  });

  it('deactivates who is inactive in the directory, and who is deleted from it', async () => {
    const id = await provisioned(name('gone'));
    await bench.editUser(id, { active: false });
    await bench.quiet();
    expect(account(name('gone'))).toEqual([expect.objectContaining({ active: false })]);
    await bench.editUser(id, { active: true });
    await bench.quiet();
    expect(account(name('gone'))).toEqual([expect.objectContaining({ active: true })]);
    await bench.deleteUser(id);
    await bench.quiet();
    expect(account(name('gone'))).toEqual([expect.objectContaining({ active: false })]);
    expect(await bench.pair(place, id)).toMatchObject({ status: 'DEPROVISIONED', loginName: name('gone') });
  });

  it('makes few requests of a burst of edits', async () => {
    const id = await provisioned(name('burst'));
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        bench.editUser(id, { displayName: `Edit ${index}`, surname: `S${index}` }),
      ),
    );
    await bench.editUser(id, { displayName: 'Last' });
    await bench.quiet();
    expect(account(name('burst'))).toEqual([expect.objectContaining({ displayName: 'Last' })]);
    expect(target.log.writes().length).toBeLessThan(10);
  });

  it('makes an account anew that was deleted at the target', async () => {
    const id = await provisioned(name('anew'));
    const [before] = account(name('anew'));
    target.accounts.delete(before?.id ?? '');
    await bench.editUser(id, { displayName: 'Anew' });
    await bench.quiet();
    const [after] = account(name('anew'));
    expect(after).toMatchObject({ displayName: 'Anew', active: true });
    expect(after?.id).not.toBe(before?.id);
    expect(await bench.pair(place, id)).toMatchObject({ remoteId: after?.id, syncState: 'SYNCHRONIZED' });
  });

  it('does not try to change a login name, and says so', async () => {
    const id = await provisioned(name('rename'));
    await bench.editUser(id, { loginName: name('renamed'), displayName: 'Renamed' });
    await bench.quiet();
    expect(account(name('rename'))).toEqual([expect.objectContaining({ displayName: 'Renamed' })]);
    expect(await bench.pair(place, id)).toMatchObject({
      syncState: 'ERROR',
      error: { message: expect.stringContaining('cannot change login names') as unknown },
    });
  });

  it('hands the account of a deleted user to a new user of the same name', async () => {
    const old = await provisioned(name('heir'));
    const [before] = account(name('heir'));
    await bench.deleteUser(old);
    const heir = await bench.addUser(name('heir'), { displayName: 'Heir' });
    await bench.assign(place, heir);
    await bench.quiet();
    expect(account(name('heir'))).toEqual([
      expect.objectContaining({ id: before?.id, active: true, externalId: heir }),
    ]);
    expect(await bench.pair(place, heir)).toMatchObject({ status: 'PROVISIONED', remoteId: before?.id });
  });
});

it('says nothing of services to an application whose template has none', async () => {
  const templates = lenientCatalog.map((template) => ({
    ...template,
    mappings: template.mappings.filter(({ target: path }) => !path.includes('availableServices')),
  }));
  const bench = await createBench({ templates });
  try {
    const place = await bench.addApplication(target);
    target.log.clear();
    const id = await bench.addUser('served', { availableServices: ['kintone'] });
    await bench.assign(place, id);
    await bench.quiet();
    expect(target.log.writes()).toHaveLength(1);
    await bench.editUser(id, { availableServices: ['garoon'] });
    await bench.quiet();
    expect(target.log.writes()).toHaveLength(1);
    expect(JSON.stringify(target.log.writes())).not.toContain('availableServices');
    expect(await bench.pair(place, id)).toMatchObject({ syncState: 'SYNCHRONIZED' });
  } finally {
    await bench.close();
  }
});
