import { afterAll, expect, test } from 'vitest';
import { expectList, startBench } from '../bench.ts';
import { entra, filtered } from './entra.ts';

/** What Microsoft Entra ID asks for before it writes: who matches, and who refers to whom. */
const bench = await startBench();
afterAll(() => bench.close());
const { patched } = entra(bench);

test('Entra E11 references are checked by a filter of id and reference', async () => {
  const [boss, user] = [await bench.user(), await bench.user()];
  const { id } = await bench.group([user.id]);
  await patched(user.id, { op: 'Add', path: 'manager', value: boss.id });
  for (const [who, whom, total] of [
    [user.id, boss.id, 1],
    [boss.id, user.id, 0],
  ] as const) {
    const { body } = await bench.scim(filtered('/Users', `id eq "${who}" and manager eq "${whom}"`));
    expectList(body, total);
  }
  for (const attribute of ['members', 'members.value']) {
    expectList((await bench.scim(filtered('/Groups', `id eq "${id}" and ${attribute} eq "${user.id}"`))).body, 1);
    expectList((await bench.scim(filtered('/Groups', `id eq "${id}" and ${attribute} eq "${boss.id}"`))).body, 0);
  }
});

test('Entra E15 groups are matched by name without their members', async () => {
  const { displayName, id } = await bench.group([(await bench.user()).id]);
  const filter = encodeURIComponent(`displayName eq "${displayName.toUpperCase()}"`);
  const { Resources } = await bench.read(`/Groups?excludedAttributes=members&filter=${filter}`);
  expect(Resources).toHaveLength(1);
  expect(Resources[0]).toMatchObject({ id, displayName });
  expect(Resources[0]).not.toHaveProperty('members');
});

test('Entra E17 matching by externalId or by the work address, quoted or not', async () => {
  const externalId = `x${bench.name()}`.replaceAll('.', '');
  const { userName } = await bench.user({
    externalId,
    emails: [{ type: 'work', value: `${externalId}@acme.example` }],
  });
  for (const filter of [
    `externalId eq "${externalId}"`,
    `externalId eq ${externalId}`,
    `emails[type eq "work"].value eq "${externalId}@acme.example"`,
    `emails[type eq "work" and value eq "${externalId}@acme.example"]`,
  ])
    expect(await bench.found('/Users', filter), filter).toEqual([userName]);
});

test('Entra E18 a disabled user is read, listed and found', async () => {
  const { id, userName } = await bench.user({ active: false });
  expect((await bench.read(`/Users/${id}`)).active).toBe(false);
  expect(await bench.found('/Users', `userName eq "${userName}"`)).toEqual([userName]);
  expect(await bench.found('/Users', `active eq "False" and id eq "${id}"`)).toEqual([userName]);
});

test.each([
  ['%20 for a space', (filter: string) => encodeURIComponent(filter)],
  ['+ for a space', (filter: string) => encodeURIComponent(filter).replaceAll('%20', '+')],
  ['quotes as they are', (filter: string) => encodeURIComponent(filter).replaceAll('%22', '"')],
])('Entra E20 filters come encoded in several ways: %s', async (_name, encode) => {
  for (const name of ['ann+news@acme.example', "o'hara@acme.example", 'a&b=c#d%@acme.example', '森@acme.example']) {
    const found = await bench.scim(`/Users?filter=${encode(`userName eq "${name}"`)}`);
    if (found.body.totalResults === 0) await bench.user({ userName: name });
    const { body } = await bench.scim(`/Users?filter=${encode(`userName eq "${name}"`)}`);
    expect(body.Resources).toMatchObject([{ userName: name }]);
  }
});
