import { afterAll, describe, expect, test } from 'vitest';
import { routes } from '../../packages/admin-api/src/index.ts';
import { expectError, expectList, startBench, urn, type Body } from '../bench.ts';
import { createThing, defineThings, own, thingBody } from '../things.ts';

/** Extensions that an organization defined: of users, of groups, and of a resource type of its own. */
const bench = await startBench();
afterAll(() => bench.close());
await defineThings(bench.running);

const thing = (more?: object) => createThing(bench, more);

describe('extensions', () => {
  const leased = { contract: 'K1', until: '2027-01-01T00:00:00Z', remark: 'r' };

  test('RFC 7643 §3.3 an own extension of users is created, changed, shown, found and removed', async () => {
    const created = await bench.user({ schemas: [urn.user, own.lease], [own.lease]: { ...leased, badge: 'B-77' } });
    const address = `/Users/${created.id}`;
    expect(created.schemas).toContain(own.lease);
    expect(created[own.lease]).toEqual({ contract: 'K1', until: leased.until, badge: 'B-77' });
    const path = `${own.lease}:contract`;
    expect((await bench.patch(address, { op: 'replace', path, value: 'K2' })).body[own.lease].contract).toBe('K2');
    for (const filter of [
      `${path} eq "k2"`,
      `${own.lease}:badge eq "b-77"`,
      `${own.lease}:until lt "2027-02-01T00:00:00Z" and ${path} eq "K2"`,
    ])
      expect(await bench.found('/Users', filter)).toEqual([created.userName]);
    const shown = await bench.read(`${address}?attributes=${own.lease}:remark`);
    expect(shown[own.lease]).toEqual({ remark: 'r' });
    const removed = await bench.patch(address, { op: 'remove', path: own.lease });
    expect(removed.body[own.lease]).toBeUndefined();
    expect(removed.body.schemas).not.toContain(own.lease);
    expect(await bench.found('/Users', `${path} eq "K2"`)).toEqual([]);
    // and its badge is free
    await bench.user({ [own.lease]: { contract: 'x', badge: 'B-77' } });
  });

  test('RFC 7643 §3.3 an own extension that is there has what it requires; a required one is there', async () => {
    const body = { schemas: [urn.user, own.lease], userName: bench.name(), [own.lease]: { badge: 'lonely' } };
    expectError(await bench.scim('/Users', { method: 'POST', body }), 400, 'invalidValue');
    const { id } = await bench.user();
    expectError(
      await bench.patch(`/Users/${id}`, { op: 'add', path: `${own.lease}:badge`, value: 'b' }),
      400,
      'invalidValue',
    );
    const { [own.cost]: _gone, ...without } = thingBody(bench);
    expectError(await bench.scim('/Things', { method: 'POST', body: without }), 400, 'invalidValue');
    const before = await thing();
    expectError(await bench.patch(`/Things/${before.id}`, { op: 'remove', path: own.cost }), 400, 'mutability');
    expect(await bench.read(`/Things/${before.id}`)).toEqual(before);
  });

  test('RFC 7643 §3.3 an own extension of groups goes the same way, beside members that nobody loads', async () => {
    const [ann, bob] = [await bench.user(), await bench.user()];
    const lease = { ...leased, badge: 'G-77', seal: 's', key: 'S3cret-key' };
    const body = {
      schemas: [urn.group, own.lease],
      displayName: bench.name(),
      members: [{ value: ann.id }],
      [own.lease]: lease,
    };
    const { status, body: created } = await bench.scim('/Groups', { method: 'POST', body });
    expect(status).toBe(201);
    const address = `/Groups/${created.id}`;
    const shown = { contract: 'K1', until: leased.until, badge: 'G-77', seal: 's' };
    expect(created).toMatchObject({ schemas: [urn.group, own.lease], [own.lease]: shown });
    expectError(
      await bench.scim('/Groups', { method: 'POST', body: { ...body, displayName: bench.name() } }),
      409,
      'uniqueness',
    );
    const contract = `${own.lease}:contract`;
    const patched = await bench.patch(
      `${address}?attributes=members,${own.lease}`,
      { op: 'replace', path: contract, value: 'K2' },
      { op: 'add', path: 'members', value: [{ value: bob.id }] },
    );
    expect(patched.body[own.lease]).toEqual({ ...shown, contract: 'K2', remark: 'r' });
    expect(new Set(patched.body.members.map(({ value }: Body) => value))).toEqual(new Set([ann.id, bob.id]));
    for (const filter of [
      `${contract} eq "k2"`,
      `${own.lease}:badge eq "g-77" and members.value eq "${bob.id}"`,
      `schemas eq "${own.lease}" and displayName eq "${created.displayName}"`,
    ])
      expectList(await bench.read(`/Groups?filter=${encodeURIComponent(filter)}`), 1);
    expect((await bench.read(`${address}?excludedAttributes=${own.lease}`))[own.lease]).toBeUndefined();
    expectError(
      await bench.patch(address, { op: 'replace', path: `${own.lease}:seal`, value: 'x' }),
      400,
      'mutability',
    );
    const put = await bench.scim(address, { method: 'PUT', body: { ...body, [own.lease]: { contract: 'K3' } } });
    expect(put.body).toMatchObject({ members: [{ value: ann.id }], [own.lease]: { contract: 'K3', seal: 's' } });
    // by the console: the extension stays as it is, and is found
    await bench.running.call(routes.updateGroup, {
      params: { org: 'acme', group: created.id },
      body: { displayName: bench.name() },
    });
    expectList(await bench.read(`/Groups?filter=${encodeURIComponent(`${contract} eq "K3"`)}`), 1);
    const { rows } = await bench.running.database.pool.query<{ all: string }>(
      'select groups::text || changes::text as all from groups join changes on resource_id = id where id = $1',
      [created.id],
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const { all } of rows) expect(all).not.toContain('S3cret');
    const removed = await bench.patch(address, { op: 'remove', path: own.lease });
    expectError(removed, 400, 'mutability');
    expect((await bench.scim(address, { method: 'DELETE' })).status).toBe(204);
    // and its badge is free
    const next = { ...body, displayName: bench.name() };
    expect((await bench.scim('/Groups', { method: 'POST', body: next })).status).toBe(201);
  });

  test('RFC 7643 §3.3 what the console changes of a user leaves own extensions alone, and findable', async () => {
    const { id, userName } = await bench.user({ [own.lease]: { contract: 'stays' } });
    await bench.running.call(routes.updateUser, { params: { org: 'acme', user: id }, body: { displayName: 'New' } });
    expect(await bench.found('/Users', `${own.lease}:contract eq "stays" and displayName eq "new"`)).toEqual([
      userName,
    ]);
  });
});
