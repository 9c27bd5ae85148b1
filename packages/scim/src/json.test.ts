import { describe, expect, it } from 'vitest';
import { jsonEquals } from './json.ts';
import type { JsonValue } from './json.ts';
import { parseJson } from './json-reader.ts';

describe('parseJson', () => {
  it.each([
    'null',
    '1',
    '"a"',
    '[]',
    '{}',
    '{"a":{"b":[1,2,{"c":null}]},"d":"x:y{}[]\\"z"}',
    '{"a":1,"A":2}',
    '[{"a":1},{"a":2}]',
    '{"a":{"a":{"a":1}}}',
    ' { "a" : "\\\\" } ',
    '{"":1}',
    '{"a\\u003a":":"}',
  ])('reads %s', (text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['', 'not JSON'],
    ['{', 'not JSON'],
    ['{"a":1,}', 'not JSON'],
    ['{a:1}', 'not JSON'],
    ["{'a':1}", 'not JSON'],
    ['[1,2', 'not JSON'],
    ['"a', 'not JSON'],
    ['NaN', 'not JSON'],
    ['{"a":1,"a":2}', 'gives a member twice'],
    ['{"a":1,"\\u0061":2}', 'gives a member twice'],
    ['[{"x":{"a":1,"b":2,"a":1}}]', 'gives a member twice'],
    ['{"__proto__":{}}', '"__proto__" is not'],
    ['{"a":[{"constructor":1}]}', '"constructor" is not'],
    ['{"prototype":1}', '"prototype" is not'],
    ['{"\\u005f_proto__":1}', '"__proto__" is not'],
    ['['.repeat(33) + ']'.repeat(33), 'nested deeper than 32'],
    ['{"a":'.repeat(1_000_000), 'longer than'],
    ['['.repeat(1_000_000), 'nested deeper than 32'],
  ])('refuses %s', (text, detail) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ detail: expect.stringContaining(detail) }));
  });

  it('answers 413 to what is too long and 400 to the rest', () => {
    expect(() => parseJson('"aaaa"', { maxLength: 5, maxDepth: 5 })).toThrow(expect.objectContaining({ status: 413 }));
    expect(() => parseJson('x')).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidSyntax' }));
  });

  it('takes nesting up to the limit', () => {
    const text = '['.repeat(32) + ']'.repeat(32);
    expect(JSON.stringify(parseJson(text))).toBe(text);
  });
});

describe('jsonEquals', () => {
  it.each<readonly [left: JsonValue, right: JsonValue, equal: boolean]>([
    [1, 1, true],
    [1, '1', false],
    [null, null, true],
    [null, {}, false],
    [{}, [], false],
    [[], {}, false],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [{ a: 1 }, { b: 1 }, false],
    [[1, 2], [1, 2], true],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [{ a: [{ b: null }] }, { a: [{ b: null }] }, true],
  ])('%j and %j: %s', (left, right, equal) => {
    expect(jsonEquals(left, right)).toBe(equal);
    expect(jsonEquals(right, left)).toBe(equal);
  });
});
