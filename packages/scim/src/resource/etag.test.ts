import { describe, expect, it } from 'vitest';
import { matchesEtag, parseIfMatch, weakEtag } from './etag.ts';

describe('entity tags', () => {
  it('are weak', () => {
    expect(weakEtag(3)).toBe('W/"3"');
    expect(weakEtag('a330bc54f0671c9')).toBe('W/"a330bc54f0671c9"');
  });

  it.each([
    ['W/"3"', true],
    ['"3"', true],
    ['*', true],
    [' * ', true],
    ['W/"1", W/"3"', true],
    ['"1","3"', true],
    ['W/"33"', false],
    ['W/"1", "2"', false],
    ['""', false],
  ])('%s names W/"3": %s', (header, matches) => {
    expect(matchesEtag(header, 'W/"3"')).toBe(matches);
  });

  it.each(['', '3', 'w/"3"', '"3', 'W/"3" W/"4"', '*,"3"', '"a"b"'])('refuses %j', (header) => {
    expect(() => parseIfMatch(header)).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidSyntax' }));
  });
});
