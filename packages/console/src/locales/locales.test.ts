import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hintNames, problemCodes, toleranceNames } from '@lockstep/admin-api';
import { describe, expect, test } from 'vitest';
import { en } from './en/index.ts';
import { es } from './es/index.ts';
import { ja } from './ja/index.ts';

type Tree = { [key: string]: string | Tree };
const languages: Record<string, ReadonlyMap<string, string>> = { en: flatten(en), es: flatten(es), ja: flatten(ja) };
const pluralForm = /_(?:zero|one|two|few|many|other)$/;

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );
}

const baseKeys = (texts: ReadonlyMap<string, string>): string[] =>
  [...new Set([...texts.keys()].map((key) => key.replace(pluralForm, '')))].sort();

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name ?? '').sort();

function sources(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

test('every language has the same keys', () => {
  const [english, ...others] = Object.values(languages).map(baseKeys);
  for (const keys of others) expect(keys).toEqual(english);
});

describe.each(Object.entries(languages))('%s', (language, texts) => {
  test('a plural has exactly the forms of the language', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    const plurals = [...texts.keys()].filter((key) => pluralForm.test(key)).map((key) => key.replace(pluralForm, ''));
    expect(plurals.length).toBeGreaterThan(0);
    for (const key of plurals) {
      const present = [...texts.keys()].filter((one) => one.replace(pluralForm, '') === key);
      expect([key, ...present.map((one) => one.slice(key.length + 1)).sort()]).toEqual([key, ...forms]);
    }
  });

  test('no text is empty, and each has the placeholders of the English one', () => {
    for (const [key, text] of texts) {
      const english = languages['en']?.get(key) ?? languages['en']?.get(key.replace(pluralForm, '_other')) ?? '';
      expect([key, text.trim()]).not.toEqual([key, '']);
      // a plural of one may leave the number out
      const optional = (names: string[]): string[] =>
        pluralForm.test(key) ? names.filter((name) => name !== 'count') : names;
      expect([key, ...optional(placeholders(text))]).toEqual([key, ...optional(placeholders(english))]);
    }
  });

  test('every problem code is explained', () => {
    expect(problemCodes.filter((code) => !texts.has(`problems.${code}.what`))).toEqual([]);
  });
});

describe.each(Object.entries(languages))('%s', (_language, texts) => {
  test('every refusal that there is advice for is explained, and every tolerance has its words', () => {
    const keys = [
      ...hintNames.flatMap((name) => [`requests.hints.${name}.what`, `requests.hints.${name}.todo`]),
      ...toleranceNames.map((name) => `requests.tolerances.${name}`),
    ];
    expect(keys.filter((key) => !texts.has(key))).toEqual([]);
  });
});

test('every key is used in the source', () => {
  const source = sources(join(import.meta.dirname, '..'));
  const literal = new Set([...source.matchAll(/['"]([a-zA-Z][\w.]*)['"]/g)].map(([, key]) => key));
  // what several kinds of thing say alike, each from its own area of texts
  const areas = [...source.matchAll(/\bwords(?:=|: )['"](\w+)['"]/g)].map(([, area]) => area);
  for (const [, tail] of source.matchAll(/`\$\{words\}\.([\w.]+)`/g)) {
    for (const area of areas) literal.add(`${area}.${tail}`);
  }
  const composed = [...source.matchAll(/`([a-zA-Z][\w.]*\.)\$\{\w+(?:\.\w+)*\}([\w.]*)`/g)].map(
    ([, before = '', after = '']) => [before, after] as const,
  );
  const unused = baseKeys(languages['en'] ?? new Map()).filter(
    (key) => !literal.has(key) && !composed.some(([before, after]) => key.startsWith(before) && key.endsWith(after)),
  );
  expect(unused).toEqual([]);
});

test('every key in the source exists', () => {
  const source = sources(join(import.meta.dirname, '..'));
  const known = new Set(baseKeys(languages['en'] ?? new Map()));
  const called = [...source.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key]) => key ?? '');
  expect(called.length).toBeGreaterThan(100);
  expect(called.filter((key) => !known.has(key))).toEqual([]);
});
