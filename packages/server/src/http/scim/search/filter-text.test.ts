import { lenientDialect, strictDialect } from '@lockstep/scim';
import { expect, test } from 'vitest';
import { filterText } from './filter-text.ts';

const cases: readonly (readonly [sent: string, lenient: string])[] = [
  ['emails%20eq%20%22ann+news@example.com%22', 'emails eq "ann+news@example.com"'],
  ['emails+eq+%22ann+news%40example.com%22', 'emails eq "ann+news@example.com"'],
  ['emails+eq+"a+b+c@example.com"+and+title+pr', 'emails eq "a+b+c@example.com" and title pr'],
  ['emails+eq+%22ann%2Bnews@example.com%22', 'emails eq "ann+news@example.com"'],
  ['title+eq+"Head+of+R%26D"', 'title eq "Head of R&D"'],
  // not an address: it has brackets or spaces, or no @
  ['displayName+eq+"Ann+(ann@example.com)"', 'displayName eq "Ann (ann@example.com)"'],
  ['displayName+eq+"ann+news"', 'displayName eq "ann news"'],
  ['displayName%20eq%20"Ann%20Lee+ann@example.com"', 'displayName eq "Ann Lee ann@example.com"'],
  ['displayName+eq+"a\\"+b@example.com"', 'displayName eq "a\\" b@example.com"'],
];

test.each(cases)('%s', (sent, lenient) => {
  const url = `/o/acme/scim/v2/Users?startIndex=1&filter=${sent}&count=2`;
  const asForm = decodeURIComponent(sent.replaceAll('+', ' '));
  expect(filterText(url, asForm, lenientDialect)).toBe(lenient);
  expect(filterText(url, asForm, strictDialect)).toBe(asForm);
});

test('what cannot be decoded, is given twice or is not there stays as the web server read it', () => {
  expect(filterText('/Users?filter=a+%zz', 'a %zz', lenientDialect)).toBe('a %zz');
  expect(filterText('/Users?filter=a+%00', 'a \0', lenientDialect)).toBe('a \0');
  expect(filterText('/Users?filter=a&filter=b', ['a', 'b'], lenientDialect)).toEqual(['a', 'b']);
  expect(filterText('/Users', undefined, lenientDialect)).toBeUndefined();
});
