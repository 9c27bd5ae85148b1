import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { chapters, type Chapter, type Clause } from './clauses.ts';

/** A test or a case that names its clause in its title. */
export interface Titled {
  readonly clause: string;
  readonly title: string;
  /** Relative to the project. */
  readonly file: string;
}

const root = join(import.meta.dirname, '..');

/** A text literal that begins with a clause; titles of generated tests have `$name` in them. */
const literal = /(['"`])((?:RFC \d{4} §[\d.]+|(?:Entra|Okta|Others) [A-Z]\d+) (?:(?!\1).)+)\1/g;

function titlesIn(file: string): Titled[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(literal)].map(([, , title = '']) => {
    const clause = title
      .split(' ')
      .slice(0, title.startsWith('RFC') ? 3 : 2)
      .join(' ');
    return { clause, title: title.slice(clause.length + 1), file };
  });
}

function readTitles(): readonly Titled[] {
  return readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .flatMap((name) => titlesIn(relative(root, join(import.meta.dirname, name)).replaceAll('\\', '/')));
}

/** What is wrong with the table of clauses: a clause without test, a test without clause, code that is not there. */
export function findFaults(clauses: readonly Clause[], titles: readonly Titled[]): readonly string[] {
  const known = new Set(clauses.map(({ id }) => id));
  const tested = new Set(titles.map(({ clause }) => clause));
  return [
    ...clauses.filter(({ id }) => !tested.has(id)).map(({ id }) => `${id} has no test.`),
    ...titles
      .filter(({ clause }) => !known.has(clause))
      .map(({ clause, file }) => `${clause}, tested in ${file}, is not in conformance/clauses.ts.`),
    ...clauses.flatMap(({ id, code }) =>
      code
        .filter((path) => !existsSync(join(root, 'packages', path)))
        .map((path) => `${id}: there is no packages/${path}.`),
    ),
  ];
}

function link(path: string): string {
  return `[${path.replace(/^.*\//, '')}](../${path})`;
}

/** Text as Markdown shows it unchanged. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_<>[\]|]/g, String.raw`\$&`);
}

function printClause({ id, about, code }: Clause, titles: readonly Titled[]): string[] {
  const own = titles.filter(({ clause }) => clause === id);
  const files = [...new Set(own.map(({ file }) => file))];
  return [
    `### ${id} · ${about}`,
    '',
    `Code: ${code.map((path) => link(`packages/${path}`)).join(', ')}. Tests: ${files.map(link).join(', ')}.`,
    '',
    ...[...new Set(own.map(({ title }) => title))].map((title) => `- ${plain(title)}`),
    '',
  ];
}

function printChapter({ title, source, clauses }: Chapter, titles: readonly Titled[]): string[] {
  return [`## ${title}`, '', `Source: ${source}`, '', ...clauses.flatMap((clause) => printClause(clause, titles))];
}

/**
 * The reference page `docs/conformance.md`.
 * @throws Error that lists every clause without test, test without clause and file that does not exist
 */
export function printConformancePage(): string {
  const titles = readTitles();
  const clauses = chapters.flatMap((chapter) => chapter.clauses);
  const faults = findFaults(clauses, titles);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return [
    '# Conformance',
    '',
    '<!-- Made by `npm run generate` from conformance/clauses.ts and the titles of the tests below conformance/. -->',
    '',
    `What the SCIM endpoint does, clause by clause: ${clauses.length} clauses and client behaviours, where the code is and which`,
    'tests prove it over HTTP against the real server. A title with `$type $path` stands for one test of every attribute that `/Schemas`',
    'describes. `vitest run --project server conformance` runs them, `npm run fuzz` throws malformed requests at the same endpoint.',
    '',
    ...chapters.flatMap((chapter) => printChapter(chapter, titles)),
  ].join('\n');
}
