import type { Random } from './random.ts';

const deepText = (depth: number): string => `${'{"a":['.repeat(depth)}${']}'.repeat(depth)}`;

/** Texts that have broken parsers, databases and terminals before. */
export const nastyTexts: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u2066',
  '\ufeff',
  '😀'.repeat(50),
  'e\u0301'.repeat(20),
  'ß',
  'İ',
  'ﬀ',
  '\u2028\u2029',
  "' or 1=1 --",
  '"; drop table users; --',
  '%_\\%',
  '${1+1}',
  '{{7*7}}',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '\r\nSet-Cookie: a=b',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  'true',
  'False',
  '-0',
  '1e999',
  '2011-05-13T04:42:34Z',
  '9999-12-31T23:59:60Z',
  '0000-00-00T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  'x'.repeat(300),
  'x'.repeat(9000),
  '00000000-0000-0000-0000-000000000000',
  'urn:ietf:params:scim:schemas:core:2.0:User',
  'urn:',
  ':',
  '.',
  '[',
  '{"value":"{\\"value\\":1}"}',
];

const nastyValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  2 ** 60,
  1e308,
  -1e-300,
  [],
  {},
  [[]],
  [null],
  [{}],
  [[[[[[]]]]]],
  { value: null },
  { value: [] },
  { value: { value: { value: 1 } } },
  { toString: 1, valueOf: 2, length: -1 },
  Array(200).fill('x'),
  Array.from({ length: 50 }, () => ({ value: 'x', primary: true })),
];

export function nastyValue(random: Random): unknown {
  return random.chance(0.5) ? random.pick(nastyTexts) : random.pick(nastyValues);
}

/** Members that stand in a JSON text only, since no object can hold them. */
const nastyMembers: readonly string[] = [
  '"__proto__":{"admin":true}',
  '"constructor":{"prototype":{"admin":true}}',
  '"userName":"twice"',
  '"schemas":["twice"]',
  '"Operations":[]',
  '"active":false,"active":true',
  '"n":1e400',
  '"n":-0',
  '"n":123456789012345678901234567890',
  '"n":01',
  '"n":NaN',
  '"s":"\\ud800"',
  '"s":"\\u0000"',
  '"s":"\t"',
  '"":""',
  `"deep":${deepText(12)}`,
  `"deep":${deepText(5000)}`,
];

/** A copy of a JSON value in which something is replaced, removed, doubled or renamed. */
export function mutateJson(value: unknown, random: Random): unknown {
  if (random.chance(0.15) || typeof value !== 'object' || value === null) return nastyValue(random);
  if (Array.isArray(value)) return mutateList(value, random);
  const members = Object.entries(value);
  if (members.length === 0) return { [random.pick(nastyTexts)]: nastyValue(random) };
  const chosen = random.below(members.length);
  const kind = random.below(5);
  const next = members.flatMap(([name, member], index): [string, unknown][] => {
    if (index !== chosen) return [[name, member]];
    if (kind === 0) return [];
    if (kind === 1) return [[random.pick([name.toUpperCase(), `${name}.value`, random.pick(nastyTexts)]), member]];
    if (kind === 2) return [[name, [member, member]]];
    return [[name, mutateJson(member, random)]];
  });
  return Object.fromEntries(next);
}

function mutateList(list: readonly unknown[], random: Random): unknown {
  if (list.length === 0) return [nastyValue(random)];
  const chosen = random.below(list.length);
  const kind = random.below(4);
  if (kind === 0) return list.filter((_one, index) => index !== chosen);
  if (kind === 1) return [...list, ...list];
  if (kind === 2) return list[chosen];
  return list.map((one, index) => (index === chosen ? mutateJson(one, random) : one));
}

/** Damages a text: cuts, doubles, exchanges or inserts. */
export function mutateText(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + random.below(12));
  switch (random.below(6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(to);
    case 2:
      return text.slice(0, to) + text.slice(at);
    case 3:
      return text.slice(0, at) + random.pick(nastyTexts) + text.slice(at);
    case 4:
      return text.slice(0, at) + String.fromCodePoint(random.below(0xd800)) + text.slice(at + 1);
    default:
      return text.replace(/^\{/, () => `{${random.pick(nastyMembers)},`);
  }
}
