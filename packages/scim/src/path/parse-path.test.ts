import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors.ts';
import { printAttributePath, readAttributePath } from './attribute-path.ts';
import { parsePath, printPath } from './parse-path.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Text, and what printing its nodes gives back when that is not the same text. */
const valid: readonly (readonly [text: string, printed?: string])[] = [
  ['members'],
  ['userName'],
  ['name.familyName'],
  ['$ref'],
  ['members.$ref'],
  ['a-b_c9'],
  ['  members  ', 'members'],
  ['addresses[type eq "work"]'],
  ['addresses[type eq "work"].streetAddress'],
  ['addresses[ type   EQ "work" ].streetAddress', 'addresses[type eq "work"].streetAddress'],
  ['members[value eq "2819c223-7f76-453a-919d-413861904646"]'],
  ['members[value eq "2819c223-7f76-453a-919d-413861904646"].displayName'],
  ['members[value eq"2819c223"]', 'members[value eq "2819c223"]'],
  ['emails[type eq "work" and value ew "example.com"]'],
  ['emails[not (type eq "work") or primary eq true].display'],
  ['emails[primary eq "True"].value'],
  ['emails[value eq "a]b"]'],
  ['emails[value eq "say \\"hi\\""].type'],
  ['emails[value pr]'],
  [`${enterprise}:department`],
  [`${enterprise}:manager.value`],
  [`${enterprise}:manager[value eq "1"].displayName`],
  ['urn:ietf:params:scim:schemas:core:2.0:User:name.givenName'],
  ['urn:example:ext:1.0'],
  ['URN:EXAMPLE:EXT:1.0:tags[value eq "x"]'],
];

describe('parsePath', () => {
  it.each(valid.map(([text, printed = text]) => [text, printed] as const))('reads %s', (text, printed) => {
    const path = parsePath(text);
    expect(printPath(path)).toBe(printed);
    expect(parsePath(printPath(path))).toEqual(path);
    expect(Object.isFrozen(path)).toBe(true);
  });

  it('tells the parts of a path apart', () => {
    expect(parsePath(`${enterprise}:manager.value`)).toEqual({
      kind: 'attributePath',
      schema: enterprise,
      attribute: 'manager',
      subAttribute: 'value',
    });
    expect(parsePath('emails[type eq "work"].value')).toEqual({
      kind: 'valuePath',
      path: { kind: 'attributePath', attribute: 'emails' },
      filter: {
        kind: 'comparison',
        operator: 'eq',
        path: { kind: 'attributePath', attribute: 'type' },
        value: 'work',
      },
      subAttribute: 'value',
    });
    expect(parsePath('urn:example:ext:1.0')).toEqual({ kind: 'schemaPath', schema: 'urn:example:ext:1.0' });
  });

  const invalid: readonly (readonly [text: string, scimType: string])[] = [
    ['', 'invalidPath'],
    [' ', 'invalidPath'],
    ['.', 'invalidPath'],
    ['name.', 'invalidPath'],
    ['.name', 'invalidPath'],
    ['name.given.first', 'invalidPath'],
    ['name..given', 'invalidPath'],
    ['9lives', 'invalidPath'],
    ['__proto__', 'invalidPath'],
    ['a b', 'invalidPath'],
    ['emails[0]', 'invalidFilter'],
    ['emails[]', 'invalidFilter'],
    ['emails[type eq "work"', 'invalidFilter'],
    ['emails[type eq "work"]]', 'invalidPath'],
    ['emails[type eq "work"]value', 'invalidPath'],
    ['emails[type eq "work"].', 'invalidPath'],
    ['emails[type eq "work"].value.x', 'invalidPath'],
    ['emails[type eq "work"].value more', 'invalidPath'],
    ['emails[type eq "work"][value eq "x"]', 'invalidPath'],
    ['emails[type eq work]', 'invalidFilter'],
    ['emails[ims[type eq "x"]]', 'invalidFilter'],
    ['emails.value[type eq "work"]', 'invalidPath'],
    ['[type eq "work"]', 'invalidPath'],
    ['name:givenName', 'invalidPath'],
    ['urn:a b:c:name', 'invalidPath'],
    ['emails[type eq "work', 'invalidFilter'],
    ['/Operations/0', 'invalidPath'],
    [`a${'b'.repeat(3000)}`, 'invalidPath'],
  ];

  it.each(invalid)('refuses %s as %s', (text, scimType) => {
    expect(() => parsePath(text)).toThrow(expect.objectContaining({ status: 400, scimType }));
    expect(() => parsePath(text)).toThrow(ScimError);
  });
});

describe('readAttributePath', () => {
  it.each(['userName', 'name.givenName', `${enterprise}:department`, 'urn:a:b:c.d'])('reads %s', (text) => {
    const path = readAttributePath(text);
    expect(path && printAttributePath(path)).toBe(text);
  });

  it.each(['', 'a.b.c', 'a:b', ':a', 'urn:x:', 'urn:x:.a', 'a[b pr]', 'a b', 'a\u0000'])('gives up on %j', (text) => {
    expect(readAttributePath(text)).toBeUndefined();
  });
});
