import { afterAll, expect, test } from 'vitest';
import { expectError, memberIds, startBench, unknownId, urn } from '../bench.ts';

const bench = await startBench();
afterAll(() => bench.close());

const work = { value: 'w@a.example', type: 'work', primary: true };
const home = { value: 'h@a.example', type: 'home' };
const department = `${urn.enterprise}:department`;

interface Applied {
  readonly title: string;
  readonly before?: object;
  readonly operations: readonly object[];
  /** Members as they are afterwards; `undefined` for one that is not there. */
  readonly after: Readonly<Record<string, unknown>>;
}

const applied: readonly Applied[] = [
  {
    title: 'RFC 7644 §3.5.2.1 add: without a path, the attributes of the value are added',
    operations: [{ op: 'add', value: { title: 'Boss', emails: [home] } }],
    after: { title: 'Boss', emails: [home] },
  },
  {
    title: 'RFC 7644 §3.5.2.1 add: an attribute that has no value gets one',
    operations: [{ op: 'add', path: 'nickName', value: 'Nick' }],
    after: { nickName: 'Nick' },
  },
  {
    title: 'RFC 7644 §3.5.2.1 add: a single value takes the place of another',
    before: { nickName: 'Old' },
    operations: [{ op: 'add', path: 'nickName', value: 'New' }],
    after: { nickName: 'New' },
  },
  {
    title: 'RFC 7644 §3.5.2.1 add: sub-attributes of a complex attribute are set, others stay',
    before: { name: { familyName: 'Mori', givenName: 'Hana' } },
    operations: [{ op: 'add', path: 'name', value: { givenName: 'Yuki', middleName: 'M' } }],
    after: { name: { familyName: 'Mori', givenName: 'Yuki', middleName: 'M' } },
  },
  {
    title: 'RFC 7644 §3.5.2.1 add: a sub-attribute of a complex attribute that is not there yet',
    operations: [{ op: 'add', path: 'name.familyName', value: 'Mori' }],
    after: { name: { familyName: 'Mori' } },
  },
  {
    title: 'RFC 7644 §3.5.2.1 add: a multi-valued attribute keeps its values and gets the new one',
    before: { emails: [work] },
    operations: [{ op: 'add', path: 'emails', value: [home] }],
    after: { emails: [work, home] },
  },
  {
    title: 'RFC 7644 §3.5.2.1 add: an object without a list around it is one value',
    before: { emails: [work] },
    operations: [{ op: 'add', path: 'emails', value: home }],
    after: { emails: [work, home] },
  },
  {
    title: 'RFC 7644 §3.5.2.1 add: a sub-attribute of the values that a filter selects',
    before: { emails: [work, home] },
    operations: [{ op: 'add', path: 'emails[type eq "home"].display', value: 'At home' }],
    after: { emails: [work, { ...home, display: 'At home' }] },
  },
  {
    title: 'RFC 7644 §3.5.2.1 add: an attribute of an extension, and its URN joins schemas',
    operations: [{ op: 'add', path: department, value: 'Sales' }],
    after: { [urn.enterprise]: { department: 'Sales' }, schemas: [urn.user, urn.enterprise] },
  },
  {
    title: 'RFC 7644 §3.5.2.2 remove: a single value',
    before: { nickName: 'Nick', title: 'Boss' },
    operations: [{ op: 'remove', path: 'nickName' }],
    after: { nickName: undefined, title: 'Boss' },
  },
  {
    title: 'RFC 7644 §3.5.2.2 remove: every value of a multi-valued attribute',
    before: { emails: [work, home] },
    operations: [{ op: 'remove', path: 'emails' }],
    after: { emails: undefined },
  },
  {
    title: 'RFC 7644 §3.5.2.2 remove: the values that a filter selects, and no others',
    before: { emails: [work, home] },
    operations: [{ op: 'remove', path: 'emails[type eq "work" and value ew ".example"]' }],
    after: { emails: [home] },
  },
  {
    title: 'RFC 7644 §3.5.2.2 remove: the last value that a filter selects leaves the attribute without value',
    before: { emails: [work] },
    operations: [{ op: 'remove', path: 'emails[value eq "W@A.EXAMPLE"]' }],
    after: { emails: undefined },
  },
  {
    title: 'RFC 7644 §3.5.2.2 remove: a sub-attribute of the values that a filter selects',
    before: { emails: [{ ...work, display: 'x' }, home] },
    operations: [{ op: 'remove', path: 'emails[type eq "work"].display' }],
    after: { emails: [work, home] },
  },
  {
    title: 'RFC 7644 §3.5.2.2 remove: a sub-attribute of a complex attribute, others stay',
    before: { name: { familyName: 'Mori', givenName: 'Hana' } },
    operations: [{ op: 'remove', path: 'name.givenName' }],
    after: { name: { familyName: 'Mori' } },
  },
  {
    title: 'RFC 7644 §3.5.2.2 remove: the last attribute of an extension, and its URN leaves schemas',
    before: { schemas: [urn.user, urn.enterprise], [urn.enterprise]: { department: 'Sales' } },
    operations: [{ op: 'remove', path: department }],
    after: { [urn.enterprise]: undefined, schemas: [urn.user] },
  },
  {
    title: 'RFC 7644 §3.5.2.3 replace: without a path, the attributes of the value are replaced, others stay',
    before: { title: 'Boss', nickName: 'Nick' },
    operations: [{ op: 'replace', value: { title: 'Chief', name: { familyName: 'Mori' } } }],
    after: { title: 'Chief', name: { familyName: 'Mori' }, nickName: 'Nick' },
  },
  {
    title: 'RFC 7644 §3.5.2.3 replace: a single value',
    before: { title: 'Boss' },
    operations: [{ op: 'replace', path: 'title', value: 'Chief' }],
    after: { title: 'Chief' },
  },
  {
    title: 'RFC 7644 §3.5.2.3 replace: an attribute without value is added',
    operations: [{ op: 'replace', path: 'title', value: 'Chief' }],
    after: { title: 'Chief' },
  },
  {
    title: 'RFC 7644 §3.5.2.3 replace: all values of a multi-valued attribute',
    before: { emails: [work] },
    operations: [{ op: 'replace', path: 'emails', value: [home] }],
    after: { emails: [home] },
  },
  {
    title: 'RFC 7644 §3.5.2.3 replace: sub-attributes of a complex attribute, others stay',
    before: { name: { familyName: 'Mori', givenName: 'Hana' } },
    operations: [{ op: 'replace', path: 'name', value: { givenName: 'Yuki' } }],
    after: { name: { familyName: 'Mori', givenName: 'Yuki' } },
  },
  {
    title: 'RFC 7644 §3.5.2.3 replace: the values that a filter selects',
    before: { emails: [work, home] },
    operations: [{ op: 'replace', path: 'emails[type eq "home"]', value: { value: 'n@a.example', type: 'other' } }],
    after: { emails: [work, { value: 'n@a.example', type: 'other' }] },
  },
  {
    title: 'RFC 7644 §3.5.2.3 replace: a sub-attribute of every value that a filter selects',
    before: { emails: [work, home] },
    operations: [{ op: 'replace', path: 'emails[value pr].display', value: 'Mail' }],
    after: {
      emails: [
        { ...work, display: 'Mail' },
        { ...home, display: 'Mail' },
      ],
    },
  },
  {
    title: 'RFC 7644 §3.5.2.3 replace: a simple eq filter that selects nothing makes the value (createOnNoMatch)',
    before: { emails: [work] },
    operations: [{ op: 'replace', path: 'emails[type eq "home"].value', value: home.value }],
    after: { emails: [work, { type: 'home', value: home.value }] },
  },
  {
    title: 'RFC 7644 §3.5.2.3 replace: null clears, as an attribute without value',
    before: { title: 'Boss' },
    operations: [{ op: 'replace', path: 'title', value: null }],
    after: { title: undefined },
  },
  {
    title: 'RFC 7644 §3.5.2.3 replace: null clears a sub-attribute, and no other',
    before: { name: { familyName: 'Mori', givenName: 'Hana', middleName: 'M', honorificPrefix: 'Ms' } },
    operations: [
      { op: 'replace', path: 'name', value: { GivenName: null } },
      { op: 'replace', value: { name: { middleName: null, familyName: 'Mora' } } },
    ],
    after: { name: { familyName: 'Mora', honorificPrefix: 'Ms' } },
  },
  {
    title: 'RFC 7644 §3.5.2.3 replace: a reference whose value is null is none',
    before: { [urn.enterprise]: { department: 'Sales', manager: { value: '1', $ref: '../Users/1' } } },
    operations: [{ op: 'replace', path: `${urn.enterprise}:manager`, value: { value: null } }],
    after: { [urn.enterprise]: { department: 'Sales' } },
  },
  {
    title: 'RFC 7644 §3.5.2 operations are applied in order, each to what the one before left',
    operations: [
      { op: 'add', path: 'emails', value: [work] },
      { op: 'add', path: 'emails', value: [home] },
      { op: 'remove', path: 'emails[type eq "work"]' },
      { op: 'replace', path: 'emails[type eq "home"].display', value: 'last' },
    ],
    after: { emails: [{ ...home, display: 'last' }] },
  },
  {
    title: 'RFC 7644 §3.5.2 a value that becomes primary takes that from the others',
    before: { emails: [work, home] },
    operations: [{ op: 'replace', path: 'emails[type eq "home"].primary', value: true }],
    after: {
      emails: [
        { ...work, primary: false },
        { ...home, primary: true },
      ],
    },
  },
  {
    title: 'RFC 7644 §3.5.2 attribute names in paths are not case sensitive',
    operations: [{ op: 'add', path: 'NICKNAME', value: 'Nick' }],
    after: { nickName: 'Nick' },
  },
  {
    title: 'RFC 7644 §3.10 a path may carry the URN of the core schema',
    operations: [{ op: 'add', path: `${urn.user}:name.familyName`, value: 'Mori' }],
    after: { name: { familyName: 'Mori' } },
  },
];

test.each(applied)('$title', async ({ before, operations, after }) => {
  const { id } = await bench.user(before);
  const answer = await bench.patch(`/Users/${id}`, ...operations);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  for (const [name, value] of Object.entries(after)) expect(answer.body[name], name).toEqual(value);
  expect(answer.body.meta.version).toBe('W/"2"');
  expect(await bench.read(`/Users/${id}`)).toEqual(answer.body);
});

interface Refused {
  readonly title: string;
  readonly operations: unknown;
  readonly scimType: string;
}

const refused: readonly Refused[] = [
  {
    title: 'RFC 7644 §3.5.2.2 remove: no path is noTarget',
    operations: [{ op: 'remove' }],
    scimType: 'noTarget',
  },
  {
    title: 'RFC 7644 §3.5.2.2 remove: a required attribute cannot be removed',
    operations: [{ op: 'remove', path: 'userName' }],
    scimType: 'mutability',
  },
  {
    title: 'RFC 7644 §3.5.2.2 remove: schemas is required',
    operations: [{ op: 'remove', path: 'schemas' }],
    scimType: 'mutability',
  },
  {
    title: 'RFC 7644 §3.5.2.2 remove: a read-only attribute cannot be removed',
    operations: [{ op: 'remove', path: 'groups' }],
    scimType: 'mutability',
  },
  {
    title: 'RFC 7644 §3.5.2.3 replace: a filter that selects nothing and says no value is noTarget',
    operations: [{ op: 'replace', path: 'emails[value co "nobody"].value', value: 'x@a.example' }],
    scimType: 'noTarget',
  },
  {
    title: 'RFC 7644 §3.5.2.3 replace: id',
    operations: [{ op: 'replace', path: 'id', value: unknownId }],
    scimType: 'mutability',
  },
  {
    title: 'RFC 7644 §3.5.2.3 replace: meta',
    operations: [{ op: 'replace', path: 'meta.created', value: '2020-01-01T00:00:00Z' }],
    scimType: 'mutability',
  },
  {
    title: 'RFC 7644 §3.5.2.1 add: two primary values at once',
    operations: [{ op: 'add', path: 'emails', value: [work, { ...home, primary: true }] }],
    scimType: 'invalidValue',
  },
  {
    title: 'RFC 7644 §3.5.2.1 add: no value',
    operations: [{ op: 'add', path: 'title' }],
    scimType: 'invalidValue',
  },
  {
    title: 'RFC 7644 §3.5.2.1 add: a value of the wrong type',
    operations: [{ op: 'add', path: 'active', value: 'perhaps' }],
    scimType: 'invalidValue',
  },
  {
    title: 'RFC 7644 §3.5.2 an operation that does not exist',
    operations: [{ op: 'move', path: 'title' }],
    scimType: 'invalidSyntax',
  },
  { title: 'RFC 7644 §3.5.2 no operations', operations: [], scimType: 'invalidSyntax' },
  { title: 'RFC 7644 §3.5.2 operations that are no list', operations: { op: 'add' }, scimType: 'invalidSyntax' },
  {
    title: 'RFC 7644 §3.5.2 a path that does not follow the grammar',
    operations: [{ op: 'replace', path: 'name..familyName', value: 'x' }],
    scimType: 'invalidPath',
  },
  {
    title: 'RFC 7644 §3.5.2 a path with an open bracket',
    operations: [{ op: 'replace', path: 'emails[type eq "work".value', value: 'x' }],
    scimType: 'invalidFilter',
  },
  {
    title: 'RFC 7644 §3.5.2 a filter within a path that names no sub-attribute',
    operations: [{ op: 'replace', path: 'emails[nothing eq "work"].value', value: 'x' }],
    scimType: 'invalidFilter',
  },
  {
    title: 'RFC 7644 §3.5.2 all operations or none: a later refusal undoes the earlier ones',
    operations: [
      { op: 'replace', path: 'title', value: 'Half done' },
      { op: 'remove', path: 'userName' },
    ],
    scimType: 'mutability',
  },
];

test.each(refused)('$title', async ({ operations, scimType }) => {
  const before = await bench.user({ title: 'Boss', emails: [{ value: 'x@a.example' }] });
  const answer = await bench.scim(`/Users/${before.id}`, {
    method: 'PATCH',
    body: { schemas: [urn.patch], Operations: operations },
  });
  expectError(answer, 400, scimType);
  expect(await bench.read(`/Users/${before.id}`)).toEqual(before);
});

test.each([
  ['RFC 7644 §3.5.2.1 add: a single value that is there already', { op: 'add', path: 'title', value: 'Boss' }],
  ['RFC 7644 §3.5.2.1 add: a value of a list that is there already', { op: 'add', path: 'emails', value: [work] }],
  ['RFC 7644 §3.5.2.2 remove: what is not there', { op: 'remove', path: 'nickName' }],
  ['RFC 7644 §3.5.2.3 replace: by the same value', { op: 'replace', path: 'title', value: 'Boss' }],
])('%s changes neither version nor lastModified', async (_title, operation) => {
  const before = await bench.user({ title: 'Boss', emails: [work] });
  const answer = await bench.patch(`/Users/${before.id}`, operation);
  expect(answer).toMatchObject({ status: 200, body: before });
});

test('RFC 7644 §3.5.2 a user that does not exist is a 404', async () => {
  expectError(await bench.patch(`/Users/${unknownId}`, { op: 'add', path: 'title', value: 'x' }), 404);
});

test('RFC 7644 §3.5.2 attributes named in the address decide what a PATCH answers', async () => {
  const { id } = await bench.user();
  const answer = await bench.patch(`/Users/${id}?attributes=title`, { op: 'add', path: 'title', value: 'Boss' });
  expect(answer).toMatchObject({ status: 200, body: { schemas: [urn.user], id, title: 'Boss' } });
  expect(Object.keys(answer.body).sort()).toEqual(['id', 'schemas', 'title']);
});

test('RFC 7644 §3.5.2 a taken userName is a uniqueness error, and nothing of the request happens', async () => {
  const [first, second] = [await bench.user(), await bench.user()];
  const answer = await bench.patch(
    `/Users/${second.id}`,
    { op: 'replace', path: 'title', value: 'x' },
    { op: 'replace', path: 'userName', value: first.userName },
  );
  expectError(answer, 409, 'uniqueness');
  expect(await bench.read(`/Users/${second.id}`)).toEqual(second);
});

test.each([
  ['RFC 7644 §3.5.2.1 add: members', [0, 1], { op: 'add', path: 'members' }, [2], [0, 1, 2]],
  ['RFC 7644 §3.5.2.1 add: a member that is there', [0, 1], { op: 'add', path: 'members' }, [1], [0, 1]],
  ['RFC 7644 §3.5.2.2 remove: all members', [0, 1], { op: 'remove', path: 'members' }, undefined, []],
  ['RFC 7644 §3.5.2.3 replace: all members', [0, 1], { op: 'replace', path: 'members' }, [1, 2], [1, 2]],
] as const)('%s', async (_title, before, operation, given, after) => {
  const ids = await Promise.all([0, 1, 2].map(async () => (await bench.user()).id as string));
  const pick = (numbers: readonly number[]): string[] => numbers.map((number) => ids[number]!);
  const { id } = await bench.group(pick(before));
  const value = given === undefined ? {} : { value: pick(given).map((one) => ({ value: one })) };
  expect((await bench.patch(`/Groups/${id}`, { ...operation, ...value })).status).toBe(200);
  expect(memberIds(await bench.read(`/Groups/${id}`))).toEqual(pick(after).sort());
});

test('RFC 7644 §3.5.2.2 remove: the member that a filter selects, and again without effect', async () => {
  const [ann, bob] = [await bench.user(), await bench.user()];
  const { id } = await bench.group([ann.id, bob.id]);
  const operation = { op: 'remove', path: `members[value eq "${ann.id}"]` };
  const first = await bench.patch(`/Groups/${id}`, operation);
  expect(memberIds(first.body)).toEqual([bob.id]);
  expect((await bench.patch(`/Groups/${id}`, operation)).body.meta).toEqual(first.body.meta);
});
