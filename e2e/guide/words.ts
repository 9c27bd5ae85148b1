import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from './guide.ts';

const folder = join(import.meta.dirname, '../../packages/console/src/locales');
const files = new Map<string, unknown>();

type Group = Readonly<Record<string, unknown>>;

function readLocale(language: Language, area: string): unknown {
  const path = join(folder, language, `${area.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.json`);
  const known = files.get(path) ?? (JSON.parse(readFileSync(path, 'utf8')) as unknown);
  files.set(path, known);
  return known;
}

/**
 * The words of the console for a key such as `tokens.create`, with its values filled in. A `TypeError` for a key that
 * the console does not have, so that no guide speaks of what is not there.
 */
export function wordsOf(language: Language, key: string, values: Readonly<Record<string, string>> = {}): string {
  const [area = '', ...path] = key.split('.');
  const last = path.pop() ?? '';
  let group = readLocale(language, area) as Group;
  for (const name of path) group = group[name] as Group;
  // of what is counted, the words for one
  const found = group[last] ?? group[`${last}_one`] ?? group[`${last}_other`];
  if (typeof found !== 'string') throw new TypeError(`The console has no words ${key} in ${language}.`);
  return found.replaceAll(/\{\{(\w+)(?:, \w+)?\}\}/g, (_, name: string) => values[name] ?? '');
}
