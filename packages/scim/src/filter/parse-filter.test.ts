import { describe, expect, it } from 'vitest';
import { lenientDialect, ToleranceRecorder } from '../dialect.ts';
import { ScimError } from '../errors.ts';
import { FilterTokenizer } from './filter-tokenizer.ts';
import { defaultFilterLimits, parseFilter } from './parse-filter.ts';
import { printFilter } from './print-filter.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Text, and what printing its nodes gives back when that is not the same text. */
const valid: readonly (readonly [text: string, printed?: string])[] = [
  // RFC 7644 §3.4.2.2 figure 2.
  ['userName eq "bjensen"'],
  [`name.familyName co "O'Malley"`],
  ['userName sw "J"'],
  ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"'],
  ['title pr'],
  ['meta.lastModified gt "2011-05-13T04:42:34Z"'],
  ['meta.lastModified ge "2011-05-13T04:42:34Z"'],
  ['meta.lastModified lt "2011-05-13T04:42:34Z"'],
  ['meta.lastModified le "2011-05-13T04:42:34Z"'],
  ['title pr and userType eq "Employee"'],
  ['title pr or userType eq "Intern"'],
  [`schemas eq "${enterprise}"`],
  ['userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")'],
  ['userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")'],
  ['userType eq "Employee" and (emails.type eq "work")', 'userType eq "Employee" and emails.type eq "work"'],
  ['userType eq "Employee" and emails[type eq "work" and value co "@example.com"]'],
  ['emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]'],
  // Case of operators and of names.
  ['userName Eq "john"', 'userName eq "john"'],
  ['Username EQ "john"', 'Username eq "john"'],
  ['title PR', 'title pr'],
  ['title pr AND active eq true', 'title pr and active eq true'],
  ['title pr Or active eq true', 'title pr or active eq true'],
  ['NOT (title pr)', 'not (title pr)'],
  // All operators.
  ...['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'].map(
    (operator) => [`userName ${operator} "a"`] as readonly [string],
  ),
  // Literals.
  ['active eq true'],
  ['active eq false'],
  ['manager eq null'],
  ['x eq 0'],
  ['x eq -1'],
  ['x eq 1.5'],
  ['x eq 1.0'],
  ['x eq 1e3'],
  ['x eq -0'],
  ['x eq 12345678901234567890'],
  ['x eq ""'],
  ['x eq "a\\"b"'],
  ['x eq "a\\\\"'],
  ['x eq "\\u00e9"', 'x eq "é"'],
  ['x eq "line\\nbreak"'],
  ['x eq "日本語"'],
  ['x eq "a and b or (c)"'],
  ['x eq "[]"'],
  ['x eq "a+b@example.com"'],
  // White space and brackets.
  ['  title   pr  ', 'title pr'],
  ['\ttitle\npr', 'title pr'],
  ['(title pr)', 'title pr'],
  ['((title pr))', 'title pr'],
  ['( title pr )', 'title pr'],
  ['not(title pr)', 'not (title pr)'],
  ['not (not (title pr))'],
  ['userName eq"x"', 'userName eq "x"'],
  ['emails[type eq "work"]'],
  ['emails [type eq "work"]', 'emails[type eq "work"]'],
  ['emails[not (type eq "work")]'],
  ['emails[(type eq "work") and (value pr)]', 'emails[type eq "work" and value pr]'],
  ['members[value eq "1" or value eq "2"]'],
  // Precedence.
  ['a pr or b pr and c pr', 'a pr or (b pr and c pr)'],
  ['(a pr or b pr) and c pr'],
  ['a pr and b pr or c pr and d pr', '(a pr and b pr) or (c pr and d pr)'],
  ['not (a pr) and b pr'],
  ['a pr and (b pr and c pr)'],
  ['a pr or (b pr or c pr)'],
  // Words that are operators elsewhere.
  ['and eq "x"'],
  ['or pr and not eq "x"'],
  ['pr pr'],
  ['eq eq "eq"'],
  ['not pr'],
];

describe('parseFilter', () => {
  it.each(valid.map(([text, printed = text]) => [text, printed] as const))('reads %s', (text, printed) => {
    const filter = parseFilter(text);
    expect(printFilter(filter)).toBe(printed);
    expect(parseFilter(printFilter(filter))).toEqual(filter);
  });

  it('makes frozen nodes', () => {
    const filter = parseFilter('a pr and (b eq 1 or not (c[d pr]))');
    const frozen = (node: unknown): boolean =>
      typeof node !== 'object' || node === null || (Object.isFrozen(node) && Object.values(node).every(frozen));
    expect(frozen(filter)).toBe(true);
  });

  it('keeps operands of one operator side by side', () => {
    expect(parseFilter('a pr and b pr and c pr')).toMatchObject({ kind: 'and', operands: { length: 3 } });
    expect(parseFilter('a pr or b pr or c pr')).toMatchObject({ kind: 'or', operands: { length: 3 } });
  });

  it('keeps a number as written when a JavaScript number cannot', () => {
    expect(parseFilter('x eq 12345678901234567890')).toMatchObject({ literal: '12345678901234567890' });
    expect(parseFilter('x eq 12')).not.toHaveProperty('literal');
  });

  const invalid: readonly string[] = [
    '',
    ' ',
    'userName',
    'userName eq',
    'userName "x"',
    'userName eq "x',
    'userName eq "x\\"',
    "userName eq 'x'",
    'userName eq x',
    'userName eq TRUE',
    'userName eq 01',
    'userName eq +1',
    'userName eq .5',
    'userName eq 1.',
    'userName eq NaN',
    'userName eq {}',
    'userName eq []',
    'userName regex "x"',
    'userName = "x"',
    'userName pr "x"',
    'userName eq "x" "y"',
    'userName eq "x" and',
    'and userName eq "x"',
    'userName eq "x" or or title pr',
    'userName eq "x" title pr',
    'userName eq "x" xor title pr',
    'not userName eq "x"',
    'not',
    'not (',
    'not ()',
    '()',
    '(title pr',
    'title pr)',
    '(title pr))',
    'title pr and ()',
    'emails[]',
    'emails[type eq "work"',
    'emails type eq "work"]',
    'emails[type eq "work"] pr',
    'emails[type eq "work"].value eq "x"',
    'emails[type eq "work"].',
    'emails[emails[type eq "work"]]',
    '[type eq "work"]',
    '"userName" eq "x"',
    '9 eq 9',
    'user name eq "x"',
    'name.given.first pr',
    'name. pr',
    '.name pr',
    'a:b pr',
    'x eq "\u0001"',
    'x eq "\\x"',
    'x eq "\\u12"',
    'x eq "\\ud800"',
    'x eq "\ud800"',
    'x eq "\\u0000"',
    '__proto__ pr',
    ')',
    '(((',
    '"',
    'userName eq "x";drop table',
    'userName eq null null',
  ];

  it.each(invalid)('refuses %j', (text) => {
    expect(() => parseFilter(text)).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidFilter' }));
  });

  it('says where and what is wrong', () => {
    expect(() => parseFilter('userName regex "x"')).toThrow(
      'Found "regex" at character 10 of the filter; expected an operator',
    );
    expect(() => parseFilter('title pr and')).toThrow('Found the end at character 13');
  });
});

describe('limits of parseFilter', () => {
  const { maxLength, maxDepth, maxTerms } = defaultFilterLimits;
  const nested = (depth: number): string => `${'('.repeat(depth)}title pr${')'.repeat(depth)}`;
  const terms = (count: number): string => Array.from({ length: count }, () => 'a pr').join(' and ');

  it('takes what is just within them', () => {
    expect(() => parseFilter(nested(maxDepth))).not.toThrow();
    expect(() => parseFilter(terms(maxTerms))).not.toThrow();
    expect(() => parseFilter(`a eq "${'x'.repeat(maxLength - 7)}"`)).not.toThrow();
  });

  it.each([
    ['depth', nested(maxDepth + 1)],
    ['depth of not', `${'not ('.repeat(maxDepth + 1)}title pr${')'.repeat(maxDepth + 1)}`],
    ['depth in value paths', `a[${nested(maxDepth)}]`],
    ['terms', terms(maxTerms + 1)],
    ['value paths', Array.from({ length: 21 }, () => 'a[b pr]').join(' or ')],
    ['terms in value paths', `a[${terms(maxTerms + 1)}]`],
    ['length', `a eq "${'x'.repeat(maxLength)}"`],
  ])('refuses beyond: %s', (_name, text) => {
    expect(() => parseFilter(text)).toThrow(ScimError);
  });

  it('survives nesting that would exhaust the stack', () => {
    const limits = { ...defaultFilterLimits, maxLength: 1_000_000 };
    expect(() => parseFilter('('.repeat(900_000), { limits })).toThrow('nested deeper than 10');
    expect(() => parseFilter('a['.repeat(400_000), { limits })).toThrow(ScimError);
    expect(() => parseFilter('not('.repeat(200_000), { limits })).toThrow('nested deeper than 10');
  });
});

describe('leniencies of parseFilter', () => {
  const read = (text: string): readonly unknown[] => {
    const recorder = new ToleranceRecorder(lenientDialect);
    return [printFilter(parseFilter(text, { recorder })), recorder.applied];
  };

  it.each([
    ['externalId eq jyoung', 'externalId eq "jyoung"', 'unquotedLiteral', 'externalId'],
    ['externalId eq 007', 'externalId eq "007"', 'unquotedLiteral', 'externalId'],
    ['(userName eq a@example.com)', 'userName eq "a@example.com"', 'unquotedLiteral', 'userName'],
    ['emails[type eq work]', 'emails[type eq "work"]', 'unquotedLiteral', 'type'],
    ['emails[type eq "work"].value eq "x"', 'emails[type eq "work" and value eq "x"]', 'valuePathComparison', 'emails'],
    [
      'emails[type eq "work" and primary eq true].value sw "x"',
      'emails[type eq "work" and primary eq true and value sw "x"]',
      'valuePathComparison',
      'emails',
    ],
    [
      'emails[type eq "a" or type eq "b"].value pr',
      'emails[(type eq "a" or type eq "b") and value pr]',
      'valuePathComparison',
      'emails',
    ],
  ])('reads %s', (text, printed, name, path) => {
    expect(read(text)).toEqual([printed, [{ name, path }]]);
  });

  it.each([
    'emails[type pr].9 eq "x"',
    'emails[type pr]. pr',
    'emails[type pr].a.b pr',
    'emails[type pr].a',
    'a eq (x)',
  ])('still refuses %s', (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ scimType: 'invalidFilter' }));
  });

  it('records nothing for a filter that needs no leniency', () => {
    expect(read('userName eq "x" and emails[type eq "work"]')[1]).toEqual([]);
  });
});

describe('FilterTokenizer', () => {
  it('moves forward with every token, so that reading is linear', () => {
    const text = 'a eq "x" and (b[c pr] or not (d ge 1.5))'.repeat(50);
    const tokens = new FilterTokenizer(text);
    let last = -1;
    let count = 0;
    for (let token = tokens.next(); token.kind !== 'end'; token = tokens.next()) {
      expect(token.start).toBeGreaterThan(last);
      last = token.start;
      count += 1;
    }
    expect(count).toBeLessThanOrEqual(text.length);
  });
});
