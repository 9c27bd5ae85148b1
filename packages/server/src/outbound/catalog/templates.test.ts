import { catalog, type CatalogTemplate } from '@lockstep/provisioning';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actor, createBench, type Bench } from '../testing/bench.testing.ts';
import { startFaultyTarget, type FaultyTarget } from '../testing/faulty-target.testing.ts';

let bench: Bench;
let target: FaultyTarget;
beforeAll(async () => {
  bench = await createBench({ templates: catalog });
  target = await startFaultyTarget();
});
afterAll(async () => {
  await target.close();
  await bench.close();
});
beforeEach(() => target.log.clear());

const [cybozu] = catalog as readonly [CatalogTemplate];
const own = (change: Partial<CatalogTemplate> = {}): CatalogTemplate => ({
  ...cybozu,
  id: 'wiki',
  name: 'Our wiki',
  keywords: ['handbook'],
  fields: [],
  baseUrl: target.baseUrl,
  credential: { kind: 'header', header: 'X-Api-Key' },
  constraints: {},
  ...change,
});
const edit = () => ({ organizationId: bench.organizationId, actor });
const ids = async (search: string, organizationId = bench.organizationId): Promise<string[]> =>
  (await bench.outbound.catalog.list(organizationId, { search })).map(({ template }) => template.id);

describe('a template of one’s own', () => {
  it('is added, found, used, replaced and removed, by its organization alone', async () => {
    const { catalog: templates, commands, queries } = bench.outbound;
    const other = uuidv7();
    await bench.database.db
      .insertInto('organizations')
      .values({ id: other, slug: 'other', name: 'Other', preset: 'standard' })
      .execute();
    expect(await templates.create(edit(), own())).toEqual({ kind: 'saved' });
    expect(await templates.create(edit(), own())).toEqual({ kind: 'taken' });
    expect(await ids('HANDBOOK')).toEqual(['wiki']);
    expect(await ids('handbook', other)).toEqual([]);
    expect(await templates.get(other, 'wiki')).toBeUndefined();
    const foreign = { organizationId: other, actor };
    expect(await templates.replace(foreign, own())).toEqual({ kind: 'unknown' });
    expect(await templates.delete(foreign, 'wiki')).toEqual({ kind: 'unknown' });
    const input = { template: 'wiki', name: 'Wiki' };
    expect(await commands.createApplication(other, input, actor)).toEqual({ kind: 'template_unknown' });
    expect(await commands.createApplication(bench.organizationId, input, actor)).toMatchObject({
      kind: 'created',
      application: { baseUrl: target.baseUrl, credential: { kind: 'header', header: 'X-Api-Key' } },
    });

    // what was added keeps the template as it was
    expect(await templates.replace(edit(), own({ attributes: [], mappings: [] }))).toEqual({ kind: 'saved' });
    const place = { organizationId: bench.organizationId, slug: 'wiki' };
    expect((await queries.getProfileSettings(place))?.settings.mappings).toEqual(cybozu.mappings);
    expect(await templates.get(bench.organizationId, 'wiki')).toMatchObject({ own: true, applications: 1 });
    expect(await templates.delete(edit(), 'wiki')).toEqual({ kind: 'in_use', applications: 1 });
    await commands.deleteApplication(place, actor);
    expect(await templates.delete(edit(), 'wiki')).toEqual({ kind: 'deleted' });
    expect(await ids('handbook')).toEqual([]);
  });

  it('does not take the place of one of the catalog, and is refused with its faults', async () => {
    const { catalog: templates } = bench.outbound;
    expect(await templates.create(edit(), own({ id: cybozu.id }))).toEqual({ kind: 'taken' });
    expect(await templates.replace(edit(), own({ id: cybozu.id }))).toEqual({ kind: 'unknown' });
    expect(await templates.delete(edit(), cybozu.id)).toEqual({ kind: 'unknown' });
    expect(await templates.create(edit(), own({ baseUrl: 'https://{x}' }))).toMatchObject({
      kind: 'faulty',
      faults: [{ path: 'baseUrl' }],
    });
    expect(await ids('handbook')).toEqual([]);
  });
});

it('makes the base URL of the fields', async () => {
  const { createApplication } = bench.outbound.commands;
  const add = (fields: Record<string, string>) =>
    createApplication(bench.organizationId, { template: cybozu.id, name: 'By field', fields }, actor);
  expect(await add({ domain: 'a.b' })).toMatchObject({ kind: 'faulty', faults: [{ path: 'fields.domain' }] });
  expect(await add({ domain: 'example' })).toMatchObject({
    application: { slug: 'by-field', baseUrl: 'https://example.cybozu.com/scim/v2' },
  });
});

describe('what a template says the application refuses', () => {
  it('is not sent: an account that was deleted is only made anew when a person says so', async () => {
    const place = await bench.addApplication(target);
    const id = await bench.addUser('buried');
    await bench.assign(place, id);
    await bench.quiet();
    target.accounts.clear();
    target.log.clear();
    await bench.editUser(id, { displayName: 'Edited' });
    await bench.quiet();
    expect(target.log.lines().filter((line) => line.startsWith('POST'))).toEqual([]);
    expect(await bench.pair(place, id)).toMatchObject({
      syncState: 'ERROR',
      error: { message: expect.stringContaining('does not create a deleted user again') as unknown },
    });
    await bench.outbound.commands.retryAppUsers(place, actor, [id]);
    await bench.quiet();
    expect([...target.accounts.values()]).toEqual([expect.objectContaining({ displayName: 'Edited' })]);
  });

  it('is not sent: a login name that is too long', async () => {
    const template = own({ id: 'short', constraints: { userNameMaxLength: 6 } });
    expect(await bench.outbound.catalog.create(edit(), template)).toEqual({ kind: 'saved' });
    const { commands } = bench.outbound;
    await commands.createApplication(bench.organizationId, { template: 'short', name: 'Short' }, actor);
    const place = { organizationId: bench.organizationId, slug: 'short' };
    const on = {
      credential: { kind: 'bearer' },
      apiToken: target.token,
      apiIntegration: true,
      createUsers: true,
    } as const;
    await commands.updateApplication(place, on, actor);
    const [long, short] = [await bench.addUser('much-too-long'), await bench.addUser('short')];
    await bench.assign(place, long, short);
    await bench.quiet();
    expect([...target.accounts.values()].map(({ userName }) => userName)).toContain('short');
    expect([...target.accounts.values()].map(({ userName }) => userName)).not.toContain('much-too-long');
    expect(await bench.pair(place, long)).toMatchObject({
      error: { message: expect.stringContaining('at most 6 characters') as unknown },
    });
  });

  const lacking = async (id: string, ...lacks: CatalogTemplate['lacks']) => {
    const features: CatalogTemplate['supports'] = cybozu.supports.filter((feature) => !lacks.includes(feature));
    const template = own({ id, name: 'Wall', supports: features, lacks, userNameImmutable: false });
    expect(await bench.outbound.catalog.create(edit(), template)).toEqual({ kind: 'saved' });
    await bench.outbound.commands.createApplication(bench.organizationId, { template: id, name: id }, actor);
    return { organizationId: bench.organizationId, slug: id };
  };

  it.each([
    ['create-users', { createUsers: true }, 'createUsers'],
    ['update-user-attributes', { updateUserAttributes: true }, 'updateUserAttributes'],
    ['deactivate-users', { deactivateUsers: true }, 'deactivateUsers'],
    ['groups', { pushGroups: true }, 'pushGroups'],
    ['delete-users', { lifecycle: { unassign: 'delete' } }, 'lifecycle.unassign'],
    ['delete-users', { lifecycle: { suspend: 'deactivate', delete: 'delete-later' } }, 'lifecycle.delete'],
  ] as const)('cannot be turned on: %s by %j', async (feature, change, path) => {
    const place = await lacking(`lacks-${path.toLowerCase().replace('.', '-')}`, feature);
    const outcome = await bench.outbound.commands.updateApplication(place, change, actor);
    expect(outcome).toEqual({ kind: 'not_offered', name: 'Wall', feature, path });
    // what is asked for beside it is not kept either, and everything else can be
    expect(await bench.outbound.commands.updateApplication(place, { name: 'Renamed' }, actor)).toMatchObject({
      kind: 'updated',
      application: { name: 'Renamed', pushGroups: false, limits: { template: 'Wall', lacks: [feature] } },
    });
  });

  it('is not sent even where it was on before: no deletion, no activation, no attribute', async () => {
    const place = await lacking('was-on', 'update-user-attributes', 'reactivate-users', 'delete-users');
    const { commands } = bench.outbound;
    const on = {
      credential: { kind: 'bearer' },
      apiToken: target.token,
      apiIntegration: true,
      createUsers: true,
      deactivateUsers: true,
    } as const;
    await commands.updateApplication(place, on, actor);
    const before = { update_user_attributes: true, on_unassign: 'delete' } as const;
    await bench.database.db.updateTable('applications').set(before).where('slug', '=', place.slug).execute();
    const id = await bench.addUser('walled');
    await bench.assign(place, id);
    await bench.quiet();
    target.log.clear();
    await bench.editUser(id, { displayName: 'Edited' });
    await bench.quiet();
    expect(target.log.lines()).toEqual([]);
    await commands.unassignUser(place, id, actor);
    await bench.quiet();
    expect(target.log.lines().filter((line) => line.startsWith('DELETE'))).toEqual([]);
    const account = [...target.accounts.values()].find(({ userName }) => userName === 'walled');
    expect(account).toMatchObject({ active: false });
    await bench.assign(place, id);
    await bench.quiet();
    expect([...target.accounts.values()].find(({ userName }) => userName === 'walled')).toEqual(account);
    expect(await bench.pair(place, id)).toMatchObject({ syncState: 'ERROR' });
  });

  it('is not sent: a new name of a group, whose members are pushed all the same', async () => {
    const place = await lacking('no-renaming', 'rename-groups');
    const { commands } = bench.outbound;
    const on = {
      credential: { kind: 'bearer' },
      apiToken: target.token,
      apiIntegration: true,
      pushGroups: true,
    } as const;
    await commands.updateApplication(place, { ...on, createUsers: true }, actor);
    const [person, group] = [await bench.addUser('member'), await bench.addGroup('Old name')];
    await bench.assign(place, person);
    await commands.pushGroups(place, { groups: [group], existing: 'task' }, actor);
    await bench.quiet();
    await bench.editGroup(group, { displayName: 'New name', add: [person] });
    await bench.quiet();
    expect([...target.groups.values()]).toEqual([
      expect.objectContaining({ displayName: 'Old name', members: [expect.anything()] }),
    ]);
    expect(await bench.pushed(place, group)).toMatchObject({ syncState: 'ERROR', error: { kind: 'group-name-kept' } });
  });
});
