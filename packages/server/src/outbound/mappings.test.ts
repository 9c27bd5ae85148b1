import type { AppAttribute, AttributeMapping, ProfileSettings } from '@lockstep/provisioning';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { changeOrganization } from '../directory/organizations/change-organization.ts';
import { createUserLane } from '../directory/users/user-lane.ts';
import { createGroupLane } from '../directory/groups/group-lane.ts';
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
  serial += 1;
});
afterEach(async () => {
  await bench.outbound.commands.deleteApplication(place, actor);
  await target.close();
});

const title: AppAttribute = { target: 'title', type: 'string', required: false, scope: 'personal' };
const titled = (expression: string, applyOn: AttributeMapping['applyOn'] = 'create-and-update'): AttributeMapping => ({
  target: 'title',
  source: { kind: 'expression', expression },
  applyOn,
});

async function current(): Promise<{ settings: ProfileSettings; version: number }> {
  const found = await bench.outbound.queries.getProfileSettings(place);
  return found ?? missing();
}

/** Saves a change of the settings once it was counted; both numbers must be the same. Then waits until all is sent. */
async function change(edit: (settings: ProfileSettings) => ProfileSettings): Promise<number> {
  await bench.quiet();
  target.log.clear();
  const { settings, version } = await current();
  const wanted = edit(settings);
  const counted = await bench.outbound.queries.countAffected(place, wanted);
  const saved = await bench.outbound.commands.saveProfileSettings(place, { settings: wanted, version }, actor);
  if (saved.kind !== 'saved') throw new Error(JSON.stringify(saved));
  expect(counted).toEqual({ kind: 'counted', count: saved.affected, atLeast: false });
  await bench.quiet();
  return saved.affected;
}

const withTitle =
  (mapping?: AttributeMapping) =>
  (settings: ProfileSettings): ProfileSettings => ({
    ...settings,
    attributes: [...settings.attributes.filter((one) => one.target !== 'title'), title],
    mappings: [
      ...settings.mappings.filter((one) => one.target !== 'title'),
      ...(mapping === undefined ? [] : [mapping]),
    ],
  });

async function people(...names: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names)
    ids.push(await bench.addUser(`${name}-${serial}@x.test`, { displayName: name, givenName: name }));
  await bench.assign(place, ...ids);
  await bench.quiet();
  return ids;
}

async function nameOfOrganization(db: Bench['database']['db'], id: string): Promise<string> {
  return (await db.selectFrom('organizations').select('name').where('id', '=', id).executeTakeFirstOrThrow()).name;
}

/** As an identity provider would: by the Enterprise User's `manager.value`. */
async function setManager(id: string, manager: string): Promise<void> {
  const schema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  const outcome = await createUserLane(
    bench.database,
    bench.options.signal,
  )({
    kind: 'modify',
    organizationId: bench.organizationId,
    id,
    actor,
    change: ({ resource }) => ({ ...resource, [schema]: { manager: { value: manager } } }),
  });
  expect(outcome.kind).toBe('written');
}

function missing(): never {
  throw new Error('The application is gone.');
}

const titlesAt = ({ accounts }: FaultyTarget): unknown[] => [...accounts.values()].map((account) => account['title']);

const accountOf = (id: string): Record<string, unknown> | undefined =>
  [...target.accounts.values()].find((account) => account['externalId'] === id);

it('an expression reaches exactly the people whose value it changes', async () => {
  const [ada = '', bea = '', cyd = ''] = await people('Ada', 'Bea', 'Cyd');
  expect(await change(withTitle(titled('user.firstName == "Cyd" ? null : "T-" + user.firstName')))).toBe(2);
  expect(target.log.writes()).toHaveLength(2);
  expect([ada, bea, cyd].map((id) => accountOf(id)?.['title'])).toEqual(['T-Ada', 'T-Bea', undefined]);
  // another rule with the same values is no change of anybody
  expect(
    await change(
      withTitle(titled('String.startsWith(user.firstName, "C") ? "" : String.append("T-", user.firstName)')),
    ),
  ).toBe(0);
  expect(target.log.lines()).toEqual([]);
  expect(
    await change(
      withTitle(titled('user.firstName == "Bea" ? "Boss" : user.firstName == "Cyd" ? null : "T-" + user.firstName')),
    ),
  ).toBe(1);
  expect(target.log.writes()).toHaveLength(1);
  expect(accountOf(bea)).toMatchObject({ title: 'Boss', displayName: 'Bea' });
  // do not map: what is there stays there
  expect(await change(withTitle())).toBe(0);
  await bench.editUser(ada, { displayName: 'Ada L.' });
  await bench.quiet();
  expect(accountOf(ada)).toMatchObject({ title: 'T-Ada', displayName: 'Ada L.' });
});

it('what is sent on create only never causes an update', async () => {
  const [ada = ''] = await people('Ada');
  expect(await change(withTitle(titled('"Since " + user.displayName', 'create')))).toBe(0);
  const [bea = ''] = await people('Bea');
  expect(accountOf(bea)).toMatchObject({ title: 'Since Bea' });
  target.log.clear();
  await bench.editUser(bea, { displayName: 'Beate' });
  await bench.quiet();
  expect(accountOf(bea)).toMatchObject({ title: 'Since Bea', displayName: 'Beate' });
  expect(JSON.stringify(target.log.writes())).not.toContain('title');
  expect(accountOf(ada)).not.toHaveProperty('title');
  // from now on it follows: both get what they should have
  expect(await change(withTitle(titled('"Since " + user.displayName')))).toBe(2);
  expect([ada, bea].map((id) => accountOf(id)?.['title'])).toEqual(['Since Ada', 'Since Beate']);
});

it('a service that is deleted from the attribute list is not sent any more', async () => {
  const services = 'urn:lockstep:params:scim:schemas:extension:services:2.0:User';
  const id = await bench.addUser(`served-${serial}`, { availableServices: ['kintone', 'office'] });
  const other = await bench.addUser(`other-${serial}`, { availableServices: ['kintone'] });
  await bench.assign(place, id, other);
  expect(
    await change((settings) => ({
      ...settings,
      attributes: settings.attributes.map((one) =>
        one.type === 'string-array' ? { ...one, withheld: ['office'] } : one,
      ),
    })),
  ).toBe(1);
  const operation = { op: 'replace', path: `${services}:availableServices`, value: ['kintone'] };
  expect(target.log.writes()).toMatchObject([{ body: { Operations: [operation] } }]);
});

it('with the username format (None), each person fails until a login name is set', async () => {
  expect(
    await change((settings) => ({ ...settings, userName: { format: 'none', applyOn: 'create-and-update' } })),
  ).toBe(0);
  const [ada = '', bea = ''] = await people('Ada', 'Bea');
  expect(target.log.writes()).toEqual([]);
  expect(await bench.pair(place, ada)).toMatchObject({
    syncState: 'ERROR',
    error: { message: expect.stringContaining('so no login name is set: set one on the assignment') },
  });
  const { setPersonalValues } = bench.outbound.commands;
  const of = (userId: string) => ({ ...place, userId, actor });
  expect(await setPersonalValues(of(ada), { loginName: 'ada' })).toEqual({ kind: 'saved' });
  expect(await setPersonalValues(of(uuidv7()), { loginName: 'x' })).toEqual({ kind: 'unknown' });
  await bench.quiet();
  expect([...target.accounts.values()].map(({ userName }) => userName)).toEqual(['ada']);
  expect(await bench.pair(place, ada)).toMatchObject({ syncState: 'SYNCHRONIZED', assignedLoginName: 'ada' });
  expect(await bench.pair(place, bea)).toMatchObject({ syncState: 'ERROR' });
  expect(
    await change((settings) => ({
      ...settings,
      userName: { format: 'custom', expression: 'String.toLowerCase(user.firstName) + "-x"', applyOn: 'create' },
    })),
  ).toBe(1);
  expect([...target.accounts.values()].map(({ userName }) => userName)).toEqual(['ada', 'bea-x']);
  // on create only: another name in the directory is none of the account's business
  await bench.editUser(bea, { givenName: 'Beatrix' });
  await bench.quiet();
  expect(await bench.pair(place, bea)).toMatchObject({ syncState: 'SYNCHRONIZED' });
  expect(accountOf(bea)).toMatchObject({ userName: 'bea-x' });
  // who has an account keeps its login name, and everything else goes on
  expect(
    await change((settings) => ({ ...settings, userName: { format: 'none', applyOn: 'create-and-update' } })),
  ).toBe(0);
  await bench.editUser(bea, { displayName: 'Beatrix B.' });
  await bench.quiet();
  expect(await bench.pair(place, bea)).toMatchObject({ syncState: 'SYNCHRONIZED', accountLoginName: 'bea-x' });
  expect(accountOf(bea)).toMatchObject({ userName: 'bea-x', displayName: 'Beatrix B.' });
  const { previewProfile, listAppUsers } = bench.outbound.queries;
  expect(await previewProfile(place, bea)).toMatchObject({
    preview: { userName: { value: 'bea-x', fromAssignment: false } },
  });
  const cyd = await bench.addUser(`Cyd-${serial}@x.test`);
  expect(await previewProfile(place, cyd)).toMatchObject({ preview: { userName: { reason: expect.any(String) } } });
  // and is found by it
  expect(await listAppUsers(place, { search: 'BEA-x', limit: 5 })).toMatchObject({
    users: [{ userId: bea, loginName: `Bea-${serial}@x.test`, accountLoginName: 'bea-x' }],
  });
});

it('lists people with the login name of the account, or the one that it is to be made with', async () => {
  await change((settings) => ({ ...settings, userName: { format: 'okta-username-prefix', applyOn: 'create' } }));
  const [ada = ''] = await people('Ada');
  expect(await bench.pair(place, ada)).toMatchObject({ accountLoginName: `Ada-${serial}` });
  await bench.outbound.commands.updateApplication(place, { createUsers: false }, actor);
  const [bea = ''] = await people('Bea');
  expect(await bench.pair(place, bea)).toMatchObject({
    status: 'STAGED',
    loginName: `Bea-${serial}@x.test`,
    accountLoginName: `Bea-${serial}`,
  });
  await change((settings) => ({ ...settings, userName: { format: 'none', applyOn: 'create' } }));
  expect(await bench.pair(place, bea)).not.toHaveProperty('accountLoginName');
  expect(await bench.pair(place, ada)).toMatchObject({ accountLoginName: `Ada-${serial}` });
});

it('a new name of the organization reaches the people whose expressions read it', async () => {
  const [ada = ''] = await people('ada');
  await change(withTitle(titled('org.name + " " + user.firstName')));
  const before = await nameOfOrganization(bench.database.db, bench.organizationId);
  expect(accountOf(ada)).toMatchObject({ title: `${before} ada` });
  target.log.clear();
  await changeOrganization(bench.database, bench.organizationId, { name: 'Renamed' }, actor);
  bench.options.signal.notify();
  await bench.quiet();
  expect(accountOf(ada)).toMatchObject({ title: 'Renamed ada' });
  // of nobody else anything is asked
  await change(withTitle(titled('user.firstName')));
  target.log.clear();
  await changeOrganization(bench.database, bench.organizationId, { name: before }, actor);
  bench.options.signal.notify();
  await bench.quiet();
  expect(target.log.lines()).toEqual([]);
});

it('a change of groups reaches the people whose expressions read them', async () => {
  const [ada = '', bea = ''] = await people('Ada', 'Bea');
  await change(withTitle(titled('isMemberOfGroupName("Sales") ? "Seller" : "Other"')));
  const group = createGroupLane(bench.database, bench.options.signal);
  const id = uuidv7();
  const of = { organizationId: bench.organizationId, id, actor };
  target.log.clear();
  await group({ kind: 'create', ...of, resource: { displayName: 'Sales' }, members: [ada] });
  await bench.quiet();
  expect([ada, bea].map((one) => accountOf(one)?.['title'])).toEqual(['Seller', 'Other']);
  expect(target.log.writes()).toHaveLength(1);
  await group({ kind: 'delete', ...of });
  await bench.quiet();
  expect(accountOf(ada)).toMatchObject({ title: 'Other' });
  expect(target.log.writes()).toHaveLength(2);
});

it('refuses what is wrong, what was changed meanwhile, and other organizations', async () => {
  const { saveProfileSettings } = bench.outbound.commands;
  const { settings, version } = await current();
  const faulty = withTitle(titled('usr.login'))(settings);
  expect(await saveProfileSettings(place, { settings: faulty, version }, actor)).toEqual({
    kind: 'faulty',
    faults: [
      { path: `mappings.${settings.mappings.length}.source`, message: expect.stringContaining('Did you mean user?') },
    ],
  });
  expect(await saveProfileSettings(place, { settings, version: version + 1 }, actor)).toEqual({
    kind: 'changed_meanwhile',
  });
  const elsewhere = { organizationId: uuidv7(), slug: place.slug };
  expect(await saveProfileSettings(elsewhere, { settings, version }, actor)).toEqual({ kind: 'unknown' });
  expect(await bench.outbound.queries.countAffected(elsewhere, settings)).toEqual({ kind: 'unknown' });
  expect(await current()).toEqual({ settings, version });
});

it('previews a person with the rule behind each value, and tries an expression step by step', async () => {
  const [ada = ''] = await people('Ada');
  const draft = withTitle(titled('user.firstName + "!"'))((await current()).settings);
  const { previewProfile, tryExpression } = bench.outbound.queries;
  const outcome = await previewProfile(place, ada, draft);
  expect(outcome).toMatchObject({ preview: { userName: { value: `Ada-${serial}@x.test`, fromAssignment: false } } });
  expect(outcome.kind === 'previewed' ? outcome.preview.values.at(-1) : outcome).toEqual({
    target: 'title',
    value: 'Ada!',
    source: { kind: 'expression', expression: 'user.firstName + "!"' },
    applyOn: 'create-and-update',
  });
  expect(await previewProfile(place, uuidv7())).toEqual({ kind: 'unknown' });
  const trial = { expression: 'String.toUpperCase(user.firstName)', use: 'attribute', user: ada } as const;
  expect(await tryExpression(place, trial)).toMatchObject({
    faults: [],
    value: 'ADA',
    reads: ['user.firstName'],
    steps: [{ value: 'Ada' }, { value: 'ADA' }],
  });
  expect(
    await tryExpression(place, { ...trial, expression: 'Convert.toInt(user.firstName)', type: 'integer' }),
  ).toMatchObject({
    faults: [{ fault: 'bad-value', start: 0 }],
  });
  expect(await tryExpression(place, { ...trial, user: uuidv7() })).toBeUndefined();
});

it('takes the template’s attributes where the application describes none', async () => {
  const found = await bench.outbound.queries.discoverAttributes(place);
  expect(found).toMatchObject({ from: 'template', problem: expect.any(String) });
  expect(found?.attributes.map((one) => one.target)).toContain('displayName');
  target.fault = (_method, path) =>
    path.includes('/Schemas')
      ? {
          kind: 'answer',
          status: 200,
          body: JSON.stringify({
            totalResults: 1,
            Resources: [
              {
                id: 'urn:ietf:params:scim:schemas:core:2.0:User',
                attributes: [{ name: 'title', type: 'string', mutability: 'readWrite' }],
              },
            ],
          }),
        }
      : undefined;
  expect(await bench.outbound.queries.discoverAttributes(place)).toEqual({ from: 'application', attributes: [title] });
});

it('a change of the manager reaches whom the manager leads, and nobody else', async () => {
  const [ada = '', bea = '', cyd = ''] = await people('Ada', 'Bea', 'Cyd');
  const led = 'getManagerUser("active_directory").firstName + "/" + user.getLinkedObject("manager").displayName';
  expect(await change(withTitle(titled(led)))).toBe(3);
  expect([ada, bea].map((id) => accountOf(id)?.['title'])).toEqual(['/', '/']);
  await setManager(ada, bea);
  await bench.quiet();
  expect([ada, bea, cyd].map((id) => accountOf(id)?.['title'])).toEqual(['Bea/Bea', '/', '/']);
  target.log.clear();
  await bench.editUser(bea, { displayName: 'Beate' });
  await bench.quiet();
  expect(accountOf(ada)).toMatchObject({ title: 'Bea/Beate' });
  expect(target.log.writes()).toHaveLength(2);
  // the preview, the count before saving and each step see the same
  const { previewProfile, tryExpression } = bench.outbound.queries;
  expect(await previewProfile(place, ada)).toMatchObject({
    preview: { values: expect.arrayContaining([expect.objectContaining({ target: 'title', value: 'Bea/Beate' })]) },
  });
  const trial = { expression: 'user.getLinkedObject("manager").firstName', use: 'attribute', user: ada } as const;
  expect(await tryExpression(place, trial)).toMatchObject({ value: 'Bea', steps: [{ value: bea }, { value: 'Bea' }] });
  expect(await tryExpression(place, { ...trial, user: cyd })).toMatchObject({ value: null });
  expect(await change(withTitle(titled(`String.toUpperCase(${led})`)))).toBe(1);
  await change(withTitle(titled(led)));
  await setManager(ada, cyd);
  await bench.quiet();
  expect(accountOf(ada)).toMatchObject({ title: 'Cyd/Cyd' });
  await bench.deleteUser(cyd);
  await bench.quiet();
  expect(accountOf(ada)).toMatchObject({ title: '/' });
  // an id that is nobody's here, and one that is none
  for (const id of [uuidv7(), 'somebody']) await setManager(ada, id);
  await bench.quiet();
  expect(await bench.pair(place, ada)).toMatchObject({ syncState: 'SYNCHRONIZED' });
  expect(accountOf(ada)).toMatchObject({ title: '/' });
  // once no expression reads managers, nobody is looked at
  await change(withTitle(titled('"-"')));
  await setManager(ada, bea);
  await bench.quiet();
  target.log.clear();
  await bench.editUser(bea, { displayName: 'B.' });
  await bench.quiet();
  expect(target.log.writes()).toHaveLength(1);
});

it('reads the application itself, the account, and accounts at other applications', async () => {
  const other = await startFaultyTarget();
  const place2 = await bench.addApplication(other);
  const reference = place2.slug.replaceAll('-', '_');
  const [ada = '', bea = ''] = await people('Ada', 'Bea');
  await bench.assign(place2, ada);
  await setManager(bea, ada);
  await bench.quiet();
  const reads = `${reference}.displayName + "|" + getManagerAppUser("active_directory", "${reference}").displayName`;
  await change(withTitle(titled(`${reads} + "|" + ${reference}_app.name + "|" + appuser.displayName`)));
  const named = async (): Promise<string | undefined> =>
    (await bench.outbound.queries.getApplication(place2))?.name ?? undefined;
  const name = await named();
  expect(accountOf(ada)?.['title']).toBe(`Ada||${name}|Ada`);
  expect(accountOf(bea)?.['title']).toBe(`|Ada|${name}|Bea`);
  await bench.outbound.commands.updateApplication(place2, { name: `Renamed ${serial}` }, actor);
  bench.options.signal.notify();
  await bench.quiet();
  expect(accountOf(ada)?.['title']).toBe(`Ada||Renamed ${serial}|Ada`);
  const settings = withTitle(titled(`${reference}.nothing`))((await current()).settings);
  expect(await bench.outbound.queries.countAffected(place, settings)).toMatchObject({ kind: 'faulty' });
  const trial = {
    expression: `app.domain + ${reference}_app.name + appuser.title`,
    use: 'attribute',
    user: ada,
  } as const;
  expect(await bench.outbound.queries.tryExpression(place, trial)).toMatchObject({
    value: `127.0.0.1Renamed ${serial}Ada||Renamed ${serial}|Ada`,
    notes: [],
  });
  const workday = 'hasWorkdayUser() ? findWorkdayUser().employeeID : user.employeeNumber';
  expect(await bench.outbound.queries.tryExpression(place, { ...trial, expression: workday })).toMatchObject({
    value: null,
    notes: [
      { note: 'no-workday', name: 'hasWorkdayUser' },
      { note: 'no-workday', name: 'findWorkdayUser' },
    ],
  });
  // what is sent to the account there is read here again, and by those whom the person leads
  await bench.editUser(ada, { displayName: 'Adele' });
  await bench.quiet();
  expect(accountOf(ada)?.['title']).toBe(`Adele||Renamed ${serial}|Adele`);
  expect(accountOf(bea)?.['title']).toBe(`|Adele|Renamed ${serial}|Bea`);
  const [cyd = ''] = await people('Cyd');
  await bench.assign(place2, cyd);
  await bench.quiet();
  expect(accountOf(cyd)?.['title']).toBe(`Cyd||Renamed ${serial}|Cyd`);
  // applications that read each other would never be done; nor would one that reads itself
  const { saveProfileSettings } = bench.outbound.commands;
  const saved2 = await bench.outbound.queries.getProfileSettings(place2);
  const save2 = (expression: string) =>
    saveProfileSettings(
      place2,
      { settings: withTitle(titled(expression))((saved2 ?? missing()).settings), version: saved2?.version ?? 0 },
      actor,
    );
  const reference1 = place.slug.replaceAll('-', '_');
  const ownName = `getManagerAppUser("active_directory", "${reference}").displayName`;
  for (const [circle, code] of [
    [`${reference1}.title`, 'read_in_turn'],
    [`${reference}.displayName`, 'reads_itself'],
    [ownName, 'reads_itself'],
  ] as const)
    expect(await save2(circle)).toMatchObject({ kind: 'faulty', faults: [{ path: expect.any(String), code }] });
  // the login name of the manager’s own account here is made of nothing that comes of it
  expect(await save2(`getManagerAppUser("active_directory", "${reference}").userName`)).toMatchObject({
    kind: 'saved',
  });
  await bench.assign(place2, bea);
  await bench.quiet();
  expect(titlesAt(other)).toContain(`Ada-${serial}@x.test`);
  // the other application goes, and what was read of it is nothing
  await bench.outbound.commands.deleteApplication(place2, actor);
  bench.options.signal.notify();
  await bench.quiet();
  expect(accountOf(ada)?.['title']).toBe('|||Adele');
  await other.close();
});
