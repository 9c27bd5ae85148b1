import { expect, test } from 'vitest';
import { lenientDialect } from '../dialect.ts';
import { userResourceType } from '../schema/resource-types.ts';
import { compileFilter } from './check-filter.ts';
import { foldText } from './evaluate-filter.ts';

test.each([
  ['userName', 'ÄÉ Σ', 'äé σ'],
  ['externalId', 'ÄÉ Σ', 'ÄÉ Σ'],
  ['profileUrl', 'HTTPS://X', 'HTTPS://X'],
])('%s folds %s to %s', (name, text, folded) => {
  const attribute = userResourceType.attributes.find(name);
  expect(attribute && foldText(attribute, text)).toBe(folded);
});

test.each(['externalId eq a\0b', 'externalId eq \ud800', 'externalId eq "a\\u0000"', 'externalId eq "\\udc00"'])(
  'a literal that no database can hold is refused, quoted or not: %j',
  (filter) => {
    const compile = (): unknown => compileFilter(filter, userResourceType, { dialect: lenientDialect });
    expect(compile).toThrow(expect.objectContaining({ scimType: 'invalidFilter' }));
  },
);
