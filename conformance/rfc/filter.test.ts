import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectError, startBench, urn, type Body } from '../bench.ts';

const bench = await startBench();
afterAll(() => bench.close());

let ann: Body;

beforeAll(async () => {
  ann = await bench.user({
    schemas: [urn.user, urn.enterprise],
    userName: 'Ann.Ash@a.example',
    externalId: 'X-1',
    name: { familyName: 'Ash', givenName: 'Ann' },
    title: 'Tour Guide',
    active: true,
    emails: [
      { value: 'ann@work.example', type: 'work', primary: true },
      { value: 'ann@home.example', type: 'home' },
    ],
    [urn.enterprise]: { department: 'Sales', employeeNumber: '701' },
    profileUrl: 'https://people.example/Ann',
  });
  await bench.user({
    userName: 'bob.birch@a.example',
    externalId: 'x-1',
    name: { familyName: "O'Malley", givenName: 'Bob' },
    title: 'Vice "President"',
    active: false,
    emails: [
      { value: 'bob@home.example', type: 'work' },
      { value: 'bob@work.example', type: 'home', primary: true },
    ],
    x509Certificates: [{ value: 'QUJD' }],
  });
  await bench.user({ userName: 'cy.100%_done@a.example', name: { familyName: '森' }, active: true });
});

const A = 'Ann.Ash@a.example';
const B = 'bob.birch@a.example';
const C = 'cy.100%_done@a.example';

test.each([
  ['RFC 7644 §3.4.2.2 eq: text that is not case exact', 'userName eq "ANN.ASH@a.EXAMPLE"', [A]],
  ['RFC 7644 §3.4.2.2 eq: text that is case exact', 'externalId eq "X-1"', [A]],
  ['RFC 7644 §3.4.2.2 eq: boolean', 'active eq false', [B]],
  ['RFC 7644 §3.4.2.2 eq: null finds what has no value', 'title eq null', [C]],
  ['RFC 7644 §3.4.2.2 eq: a sub-attribute', 'name.familyName eq "ash"', [A]],
  ['RFC 7644 §3.4.2.2 eq: text with an apostrophe', 'name.familyName eq "O\'Malley"', [B]],
  ['RFC 7644 §3.4.2.2 eq: quotes escaped as in JSON', 'title eq "Vice \\"President\\""', [B]],
  ['RFC 7644 §3.4.2.2 eq: code points escaped as in JSON', 'name.familyName eq "\\u68ee"', [C]],
  ['RFC 7644 §3.4.2.2 eq: a reference is case exact', 'profileUrl eq "https://people.example/ann"', []],
  ['RFC 7644 §3.4.2.2 eq: binary', 'x509Certificates.value eq "QUJD"', [B]],
  ['RFC 7644 §3.4.2.2 eq: any value of a multi-valued attribute', 'emails.value eq "ann@home.example"', [A]],
  ['RFC 7644 §3.4.2.2 eq: a complex attribute stands for its value', 'emails eq "ann@home.example"', [A]],
  ['RFC 7644 §3.4.2.2 ne: also what has no value', 'title ne "Tour Guide"', [B, C]],
  ['RFC 7644 §3.4.2.2 ne: null finds what has a value', 'title ne null', [A, B]],
  ['RFC 7644 §3.4.2.2 co: contains', 'userName co "BIRCH"', [B]],
  ['RFC 7644 §3.4.2.2 co: wildcards of SQL mean themselves', 'userName co "100%_"', [C]],
  ['RFC 7644 §3.4.2.2 co: a percent sign is no wildcard', 'userName co "ann%example"', []],
  ['RFC 7644 §3.4.2.2 sw: starts with', 'title sw "tour"', [A]],
  ['RFC 7644 §3.4.2.2 ew: ends with', 'emails.value ew "work.example"', [A, B]],
  ['RFC 7644 §3.4.2.2 pr: has a value', 'title pr', [A, B]],
  ['RFC 7644 §3.4.2.2 pr: a complex attribute', 'emails pr', [A, B]],
  ['RFC 7644 §3.4.2.2 pr: an extension attribute', `${urn.enterprise}:department pr`, [A]],
  ['RFC 7644 §3.4.2.2 gt: text by its order', 'userName gt "b"', [B, C]],
  ['RFC 7644 §3.4.2.2 ge: text by its order', 'userName ge "bob.birch@a.example"', [B, C]],
  ['RFC 7644 §3.4.2.2 lt: text by its order', 'userName lt "bob.birch@a.example"', [A]],
  ['RFC 7644 §3.4.2.2 le: text by its order', 'userName le "bob.birch@a.example"', [A, B]],
  ['RFC 7644 §3.4.2.2 gt: time', 'meta.lastModified gt "2011-05-13T04:42:34Z"', [A, B, C]],
  ['RFC 7644 §3.4.2.2 lt: time', 'meta.created lt "2011-05-13T04:42:34Z"', []],
  ['RFC 7644 §3.4.2.2 le: time in another time zone', 'meta.created le "2199-01-01T00:00:00+09:00"', [A, B, C]],
  ['RFC 7644 §3.4.2.2 and', 'title pr and active eq true', [A]],
  ['RFC 7644 §3.4.2.2 or', 'userName eq "nobody" or active eq false', [B]],
  ['RFC 7644 §3.4.2.2 not', 'not (title pr)', [C]],
  ['RFC 7644 §3.4.2.2 and binds before or', 'active eq true or active eq false and title eq null', [A, C]],
  ['RFC 7644 §3.4.2.2 brackets bind first', '(active eq true or active eq false) and title eq null', [C]],
  ['RFC 7644 §3.4.2.2 not of a group', 'not (active eq true and title pr)', [B, C]],
  ['RFC 7644 §3.4.2.2 brackets within brackets', '((((active eq true)))) and not (not (title pr))', [A]],
  ['RFC 7644 §3.4.2.2 a value path asks one value for everything', 'emails[type eq "work" and value co "work"]', [A]],
  [
    'RFC 7644 §3.4.2.2 without a value path, different values may answer',
    'emails.type eq "work" and emails.value co "@work."',
    [A, B],
  ],
  ['RFC 7644 §3.4.2.2 not within a value path', 'emails[type eq "work" and not (primary eq true)]', [B]],
  [
    'RFC 7644 §3.4.2.2 two value paths',
    'emails[type eq "work" and value ew "home.example"] or emails[type eq "home" and value ew "home.example"]',
    [A, B],
  ],
  ['RFC 7644 §3.4.2.2 a value path of which nothing has a value', 'ims[type eq "xmpp"]', []],
  ['RFC 7644 §3.4.2.2 attribute names are not case sensitive', 'USERNAME eq "bob.birch@a.example"', [B]],
  ['RFC 7644 §3.4.2.2 operators are not case sensitive', 'title PR AND active EQ true', [A]],
  ['RFC 7644 §3.10 the URN of the core schema before a name', `${urn.user}:name.familyName sw "A"`, [A]],
  ['RFC 7644 §3.10 the URN of an extension before a name', `${urn.enterprise}:employeeNumber eq "701"`, [A]],
])('%s', async (_title, filter, names) => {
  expect(await bench.found('/Users', filter)).toEqual([...names].sort());
});

test('RFC 7644 §3.4.2.2 eq: id and meta.created of one user', async () => {
  expect(await bench.found('/Users', `id eq "${ann.id}"`)).toEqual([A]);
  expect(await bench.found('/Users', `id eq "${ann.id}" and meta.created eq "${ann.meta.created}"`)).toEqual([A]);
  expect(await bench.found('/Users', `id eq "${ann.id.toUpperCase()}"`)).toEqual([]);
});

test('RFC 7644 §3.4.2.2 eq: groups of a user and members of a group', async () => {
  const { id, displayName } = await bench.group([ann.id]);
  expect(await bench.found('/Users', `groups.value eq "${id}"`)).toEqual([A]);
  expect(await bench.found('/Users', `groups[display eq "${displayName}"]`)).toEqual([A]);
  expect(await bench.found('/Groups', `members.value eq "${ann.id}"`)).toEqual([displayName]);
  expect(await bench.found('/Groups', `members[value eq "${ann.id}" and type eq "User"]`)).toEqual([displayName]);
  expect(await bench.found('/Groups', 'not (members pr)')).toEqual([]);
});

test.each([
  ['RFC 7644 §3.4.2.2 an empty filter', ''],
  ['RFC 7644 §3.4.2.2 no operator', 'userName'],
  ['RFC 7644 §3.4.2.2 no value', 'userName eq'],
  ['RFC 7644 §3.4.2.2 an operator that does not exist', 'userName like "a"'],
  ['RFC 7644 §3.4.2.2 an open quote', 'userName eq "a'],
  ['RFC 7644 §3.4.2.2 an open bracket', '(userName eq "a"'],
  ['RFC 7644 §3.4.2.2 a closed bracket too many', 'userName eq "a")'],
  ['RFC 7644 §3.4.2.2 not without brackets', 'not userName eq "a"'],
  ['RFC 7644 §3.4.2.2 and without a right side', 'userName eq "a" and'],
  ['RFC 7644 §3.4.2.2 a value path that is not closed', 'emails[type eq "work"'],
  ['RFC 7644 §3.4.2.2 a value path in a value path', 'emails[type[value eq "x"]]'],
  ['RFC 7644 §3.4.2.2 two filters without a word between', 'userName eq "a" active eq true'],
  ['RFC 7644 §3.4.2.2 an attribute that does not exist', 'nothing eq "a"'],
  ['RFC 7644 §3.4.2.2 a sub-attribute that does not exist', 'name.nothing eq "a"'],
  ['RFC 7644 §3.4.2.2 boolean with an order', 'active gt true'],
  ['RFC 7644 §3.4.2.2 binary with an order', 'x509Certificates.value gt "QUJD"'],
  ['RFC 7644 §3.4.2.2 boolean compared with a number', 'active eq 7'],
  ['RFC 7644 §3.4.2.2 time compared with what is no time', 'meta.created gt "yesterday"'],
  ['RFC 7644 §3.4.2.2 a complex attribute without value sub-attribute', 'name eq "Ash"'],
  ['RFC 7644 §3.4.2.2 a password cannot be asked for', 'password eq "secret"'],
  ['RFC 7644 §3.4.2.2 nesting beyond any sense', `${'('.repeat(100)}title pr${')'.repeat(100)}`],
  ['RFC 7644 §3.4.2.2 more terms than any sense', Array(500).fill('title pr').join(' or ')],
])('%s is an invalidFilter', async (_title, filter) => {
  expectError(await bench.scim(`/Users?filter=${encodeURIComponent(filter)}`), 400, 'invalidFilter');
});

test('RFC 7644 §3.4.2.2 a filter given twice is refused', async () => {
  expectError(await bench.scim('/Users?filter=title%20pr&filter=active%20eq%20true'), 400, 'invalidValue');
});
