import { describe, expect, it } from 'vitest';
import { lenientDialect, strictDialect } from '../dialect.ts';
import type { JsonObject } from '../json.ts';
import { defineResourceType } from '../schema/resource-type-definition.ts';
import { groupResourceType, userResourceType } from '../schema/resource-types.ts';
import { defineSchema } from '../schema/schema-definition.ts';
import { compileFilter } from './check-filter.ts';
import { compareText, evaluateFilter } from './evaluate-filter.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const barbara: JsonObject = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise],
  id: '2819c223-7f76-453a-919d-413861904646',
  externalId: 'BJ-701984',
  userName: 'bjensen@example.com',
  name: { formatted: 'Ms. Barbara J Jensen, III', familyName: "O'Malley", givenName: 'Barbara' },
  displayName: 'Babs Jensen',
  nickName: '',
  active: true,
  profileUrl: 'https://login.example.com/BJensen',
  emails: [
    { value: 'bjensen@example.com', type: 'work', primary: true },
    { value: 'babs@jensen.org', type: 'home' },
    { value: 'nobody@example.net' },
  ],
  x509Certificates: [{ value: 'MIIDQzCCAqygAwIBAgICEAAwDQYJKoZIhvcNAQEFBQ==' }],
  [enterprise]: { department: 'Tour Operations', manager: { value: '26118915', displayName: 'John Smith' } },
  meta: {
    resourceType: 'User',
    created: '2010-01-23T04:56:22Z',
    lastModified: '2011-05-13T04:42:34.500Z',
    version: 'W/"a330bc54f0671c9"',
    location: 'https://example.com/v2/Users/2819c223-7f76-453a-919d-413861904646',
  },
};

type Case = readonly [filter: string, matches: boolean];

const cases: readonly Case[] = [
  // Text, by caseExact.
  ['userName eq "bjensen@example.com"', true],
  ['userName eq "BJENSEN@Example.com"', true],
  ['USERNAME eq "bjensen@example.com"', true],
  ['userName eq "bjensen"', false],
  ['userName ne "bjensen"', true],
  ['userName ne "BJENSEN@example.com"', false],
  ['userName co "JENSEN@"', true],
  ['userName co ""', true],
  ['userName sw "BJ"', true],
  ['userName sw "jensen"', false],
  ['userName ew ".COM"', true],
  ['userName ew ".org"', false],
  ['userName ew "bjensen@example.com"', true],
  ['userName gt "a"', true],
  ['userName gt "bjensen@example.com"', false],
  ['userName ge "bjensen@example.com"', true],
  ['userName lt "C"', true],
  ['userName le "BJENSEN@EXAMPLE.COM"', true],
  ['externalId eq "BJ-701984"', true],
  ['externalId eq "bj-701984"', false],
  ['externalId co "701"', true],
  ['externalId sw "bj"', false],
  ['id eq "2819c223-7f76-453a-919d-413861904646"', true],
  ['id eq "2819C223-7F76-453A-919D-413861904646"', false],
  // References are case exact.
  ['profileUrl eq "https://login.example.com/BJensen"', true],
  ['profileUrl eq "https://login.example.com/bjensen"', false],
  ['meta.location ew "413861904646"', true],
  // Booleans.
  ['active eq true', true],
  ['active eq false', false],
  ['active ne false', true],
  ['active ne true', false],
  ['emails.primary eq true', true],
  // Presence.
  ['userName pr', true],
  ['title pr', false],
  ['nickName pr', false],
  ['name pr', true],
  ['name.givenName pr', true],
  ['name.middleName pr', false],
  ['emails pr', true],
  ['emails.type pr', true],
  ['emails.display pr', false],
  ['phoneNumbers pr', false],
  ['phoneNumbers.value pr', false],
  ['active pr', true],
  ['not (title pr)', true],
  // Absent values: as null, which fulfils ne and nothing else.
  ['title eq "x"', false],
  ['title ne "x"', true],
  ['title co ""', false],
  ['title sw ""', false],
  ['title gt ""', false],
  ['title lt "z"', false],
  ['title eq null', true],
  ['title ne null', false],
  ['userName eq null', false],
  ['userName ne null', true],
  ['name.middleName ne "x"', true],
  ['phoneNumbers eq "x"', false],
  ['phoneNumbers ne "x"', true],
  ['phoneNumbers eq null', true],
  ['nickName eq ""', true],
  ['nickName ne "x"', true],
  // Several values: any will do.
  ['emails eq "babs@jensen.org"', true],
  ['emails co "jensen.org"', true],
  ['emails.value eq "BABS@jensen.org"', true],
  ['emails.value sw "nobody"', true],
  ['emails.type eq "home"', true],
  ['emails.type eq "other"', false],
  ['emails.type ne "work"', true],
  ['emails.value ne "babs@jensen.org"', true],
  ['not (emails.value eq "babs@jensen.org")', false],
  ['emails.type eq "work" and emails.value co "jensen.org"', true],
  // Value paths: the same value throughout.
  ['emails[type eq "work"]', true],
  ['emails[type eq "work" and value co "@example.com"]', true],
  ['emails[type eq "work" and value co "jensen.org"]', false],
  ['emails[type eq "other"]', false],
  ['emails[not (type pr)]', true],
  ['emails[not (value pr)]', false],
  ['emails[type ne "work" and value co "example"]', true],
  ['emails[primary ne true and type eq "work"]', false],
  ['emails[type eq "work" or type eq "other"]', true],
  ['emails[type eq null]', true],
  ['phoneNumbers[type eq "work"]', false],
  ['not (phoneNumbers[type ne "work"])', true],
  ['name[familyName co "malley"]', true],
  [`${enterprise}:manager[value eq "26118915"]`, true],
  // Complex attributes.
  ['name.familyName co "O\'Malley"', true],
  ['NAME.FAMILYNAME eq "o\'malley"', true],
  // Dates are instants.
  ['meta.created eq "2010-01-23T04:56:22Z"', true],
  ['meta.created eq "2010-01-23T04:56:22.000Z"', true],
  ['meta.created eq "2010-01-23T06:56:22+02:00"', true],
  ['meta.created eq "2010-01-23T04:56:22"', true],
  ['meta.created ne "2010-01-23T06:56:22+02:00"', false],
  ['meta.lastModified gt "2011-05-13T04:42:34Z"', true],
  ['meta.lastModified ge "2011-05-13T04:42:34.5Z"', true],
  ['meta.lastModified lt "2011-05-13T04:42:35Z"', true],
  ['meta.lastModified le "2011-05-13T04:42:34.499Z"', false],
  ['meta.lastModified gt "2011-05-13T00:42:34.499-04:00"', true],
  ['meta.created lt "2009-12-31T24:00:00Z"', false],
  ['meta.resourceType eq "User"', true],
  ['meta.resourceType eq "user"', false],
  ['meta.version eq "W/\\"a330bc54f0671c9\\""', true],
  // Schemas and extensions.
  [`schemas eq "${enterprise}"`, true],
  ['schemas eq "urn:example:other"', false],
  [`${enterprise}:department eq "tour operations"`, true],
  [`${enterprise.toUpperCase()}:DEPARTMENT sw "tour"`, true],
  [`${enterprise}:manager eq "26118915"`, true],
  [`${enterprise}:manager.value eq "26118915"`, true],
  [`${enterprise}:manager.displayName co "smith"`, true],
  [`${enterprise}:costCenter pr`, false],
  ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "bj"', true],
  ['urn:ietf:params:scim:schemas:core:2.0:User:name.givenName eq "barbara"', true],
  // Logic.
  ['active eq true and userName sw "bj"', true],
  ['active eq true and userName sw "x"', false],
  ['active eq false or userName sw "bj"', true],
  ['active eq false or title pr and userName pr', false],
  ['(active eq false or active eq true) and userName pr', true],
  ['not (active eq false) and not (title pr)', true],
  ['x509Certificates eq "MIIDQzCCAqygAwIBAgICEAAwDQYJKoZIhvcNAQEFBQ=="', true],
  ['x509Certificates.value ne "MIID"', true],
];

describe('evaluateFilter', () => {
  it.each(cases)('%s is %s', (text, matches) => {
    const { filter } = compileFilter(text, userResourceType, { dialect: strictDialect });
    expect(evaluateFilter(filter, barbara)).toBe(matches);
  });

  it('compares numbers, and lists of simple values', () => {
    const { filter: parse } = gadgets();
    const gadget = { seats: 12, price: 1.5, tags: ['Red', 'green'], sizes: [1, 2, 3] };
    const results = Object.fromEntries(
      [
        'seats eq 12',
        'seats gt 9',
        'seats lt 12.5',
        'price ge 1.50',
        'price eq 1.51',
        'tags eq "red"',
        'tags co "EE"',
        'tags[value eq "green"]',
        'tags[not (value eq "green")]',
        'tags[value eq "blue"]',
        'sizes gt 2',
        'sizes gt 3',
        'sizes ne 1',
      ].map((text) => [text, evaluateFilter(parse(text), gadget)]),
    );
    expect(results).toEqual({
      'seats eq 12': true,
      'seats gt 9': true,
      'seats lt 12.5': true,
      'price ge 1.50': true,
      'price eq 1.51': false,
      'tags eq "red"': true,
      'tags co "EE"': true,
      'tags[value eq "green"]': true,
      'tags[not (value eq "green")]': true,
      'tags[value eq "blue"]': false,
      'sizes gt 2': true,
      'sizes gt 3': false,
      'sizes ne 1': true,
    });
  });

  it('takes a resource of the wrong shape for one that does not match', () => {
    const { filter } = compileFilter('emails[type eq "work"]', userResourceType, { dialect: strictDialect });
    for (const emails of [null, 'x', 1, {}, [], [null], [[]], ['x'], { type: 1 }]) {
      expect(evaluateFilter(filter, { emails })).toBe(false);
    }
    expect(evaluateFilter(filter, { emails: { type: 'work' } })).toBe(true);
  });
});

function gadgets() {
  const type = defineResourceType({
    name: 'Gadget',
    endpoint: '/Gadgets',
    schema: defineSchema({
      id: 'urn:example:Gadget',
      name: 'Gadget',
      attributes: [
        { name: 'seats', type: 'integer' },
        { name: 'price', type: 'decimal' },
        { name: 'tags', multiValued: true },
        { name: 'sizes', type: 'integer', multiValued: true },
        { name: 'made', type: 'dateTime' },
      ],
    }),
  });
  return { filter: (text: string) => compileFilter(text, type, { dialect: strictDialect }).filter };
}

describe('checkFilter', () => {
  const refused: readonly (readonly [text: string, detail: string])[] = [
    ['shoeSize eq 9', 'There is no attribute "shoeSize"'],
    ['name.nothing eq "x"', 'There is no attribute "name.nothing"'],
    ['userName.first eq "x"', 'There is no attribute "userName.first"'],
    ['emails[shoe eq "x"]', 'There is no attribute "shoe"'],
    ['emails[name.givenName eq "x"]', 'There is no attribute "name.givenName"'],
    ['userName[value eq "x"]', 'There is no attribute "value"'],
    ['urn:example:nothing:userName eq "x"', 'There is no attribute "urn:example:nothing:userName"'],
    ['department eq "x"', 'There is no attribute "department"'],
    ['constructor pr', 'There is no attribute "constructor"'],
    ['toString pr', 'There is no attribute "toString"'],
    ['name eq "x"', '"name" needs a sub-attribute to compare'],
    ['addresses co "x"', '"addresses" needs a sub-attribute to compare'],
    ['password eq "x"', '"password" cannot be used in a filter'],
    ['password pr', '"password" cannot be used in a filter'],
    ['active gt true', '"active" is of type boolean, which "gt" does not compare'],
    ['active co true', '"active" is of type boolean, which "co" does not compare'],
    ['x509Certificates.value gt "a"', 'is of type binary, which "gt" does not compare'],
    ['meta.created co "2010"', 'is of type dateTime, which "co" does not compare'],
    ['meta.created eq "yesterday"', 'is of type dateTime, which the value is not'],
    ['meta.created eq "2010-02-30T00:00:00Z"', 'is of type dateTime, which the value is not'],
    ['meta.created gt 5', 'is of type dateTime, which the value is not'],
    ['userName eq 5', '"userName" is of type string, which the value is not'],
    ['userName eq true', '"userName" is of type string, which the value is not'],
    ['active eq "true"', '"active" is of type boolean, which the value is not'],
    ['active eq 1', '"active" is of type boolean, which the value is not'],
    ['userName gt null', 'null cannot be compared with "gt"'],
    ['userName co null', 'null cannot be compared with "co"'],
  ];

  it.each(refused)('refuses %s', (text, detail) => {
    expect(() => compileFilter(text, userResourceType, { dialect: strictDialect })).toThrow(
      expect.objectContaining({ scimType: 'invalidFilter', detail: expect.stringContaining(detail) }),
    );
  });

  it.each(['seats eq "5"', 'seats eq true', 'seats co 5', 'price sw 1', 'made eq 5', 'sizes[value eq "1"]'])(
    'refuses %s of a gadget',
    (text) => {
      expect(() => gadgets().filter(text)).toThrow(expect.objectContaining({ scimType: 'invalidFilter' }));
    },
  );

  it.each([
    ['active eq "True"', [{ name: 'textBoolean', path: 'active' }], true],
    ['active eq "FALSE"', [{ name: 'textBoolean', path: 'active' }], false],
    ['emails[primary eq "True"]', [{ name: 'textBoolean', path: 'emails.primary' }], true],
    ['manager eq "26118915"', [{ name: 'unqualifiedAttribute', path: `${enterprise}:manager` }], true],
    ['department sw "tour"', [{ name: 'unqualifiedAttribute', path: `${enterprise}:department` }], true],
    ['emails[type eq "work"].value eq "bjensen@example.com"', [{ name: 'valuePathComparison', path: 'emails' }], true],
    ['externalId eq 701984', [{ name: 'unquotedLiteral', path: 'externalId' }], false],
    ['userName eq "x" or active eq true', [], true],
  ])('leniently reads %s', (text, tolerances, matches) => {
    const compiled = compileFilter(text, userResourceType, { dialect: lenientDialect });
    expect(compiled.tolerances).toEqual(tolerances);
    expect(evaluateFilter(compiled.filter, barbara)).toBe(matches);
  });

  it('keeps the digits of an unquoted number for text', () => {
    const { filter } = compileFilter('externalId eq 12345678901234567890', userResourceType, {
      dialect: lenientDialect,
    });
    expect(filter).toMatchObject({ kind: 'comparison', value: '12345678901234567890' });
  });

  it('puts value where a complex attribute stands, and presence where null stands', () => {
    const { filter } = compileFilter('members eq "u" and displayName ne null', groupResourceType, {
      dialect: strictDialect,
    });
    expect(filter).toMatchObject({
      kind: 'and',
      operands: [
        { kind: 'comparison', attribute: { path: 'members.value' }, value: 'u' },
        { kind: 'present', attribute: { path: 'displayName' } },
      ],
    });
  });
});

describe('compareText', () => {
  it('orders by code point, where JavaScript orders by code unit', () => {
    const texts = ['\u{1F600}', '\uFF5E', 'z', 'a', '', 'aa', '\u{10000}', '\uD7FF', '\uE000'];
    const byCodePoint = ['', 'a', 'aa', 'z', '\uD7FF', '\uE000', '\uFF5E', '\u{10000}', '\u{1F600}'];
    expect(texts.toSorted(compareText)).toEqual(byCodePoint);
  });
});
