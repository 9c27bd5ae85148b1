import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { codedLimits } from '../departments/department.ts';
import { readDepartments } from '../departments/list-departments.ts';
import { lockStructure } from '../departments/lock-structure.ts';
import { addDepartment, type Owner } from '../departments/write-departments.ts';
import { addJobTitle, readJobTitles } from '../job-titles/job-titles.ts';

/** Ids by what somebody wrote: a code, or a name. */
export type IdsByWord = ReadonlyMap<string, string>;

interface Entry {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

/** A code says it best; of several with the same name the one that has had it longest is meant. */
function resolve(entries: readonly Entry[], words: readonly string[]): Map<string, string> {
  const byName = new Map(entries.toSorted((a, b) => (a.id < b.id ? 1 : -1)).map(({ id, name }) => [name, id]));
  const byCode = new Map(entries.map(({ id, code }) => [code, id]));
  return new Map(
    words.flatMap((word) => {
      const id = byCode.get(word) ?? byName.get(word);
      return id === undefined ? [] : [[word, id] as const];
    }),
  );
}

async function findEntries(
  transaction: Transaction<Tables>,
  table: 'departments' | 'job_titles',
  organizationId: string,
  words: readonly string[],
): Promise<Entry[]> {
  const { rows } = await sql<Entry>`
    select id, code, name from ${sql.table(table)}
    where organization_id = ${organizationId} and (code = any(${words}::text[]) or name = any(${words}::text[]))`.execute(
    transaction,
  );
  return rows;
}

function asNew(word: string): { readonly code: string; readonly name: string; readonly description: string } {
  return { code: word.slice(0, codedLimits.code), name: word.slice(0, codedLimits.name), description: '' };
}

/** The departments with these codes or names; those missing are made at the top, with the word as code and name. */
export async function ensureDepartments(
  transaction: Transaction<Tables>,
  owner: Owner,
  words: readonly string[],
): Promise<IdsByWord> {
  if (words.length === 0) return new Map();
  const { organizationId } = owner;
  const found = resolve(await findEntries(transaction, 'departments', organizationId, words), words);
  if (found.size === words.length) return found;
  await lockStructure(transaction, organizationId);
  const tree = await readDepartments(transaction, organizationId);
  const all = resolve(tree, words);
  for (const word of [...words].sort()) {
    if (all.has(word)) continue;
    const created = await addDepartment(transaction, owner, tree, { ...asNew(word), parentId: null });
    tree.push(created);
    all.set(word, created.id);
  }
  return all;
}

/** The job titles with these codes or names; those missing are made, with the word as code and name. */
export async function ensureJobTitles(
  transaction: Transaction<Tables>,
  owner: Owner,
  words: readonly string[],
): Promise<IdsByWord> {
  if (words.length === 0) return new Map();
  const { organizationId } = owner;
  const found = resolve(await findEntries(transaction, 'job_titles', organizationId, words), words);
  if (found.size === words.length) return found;
  await lockStructure(transaction, organizationId);
  const titles = await readJobTitles(transaction, organizationId);
  const all = resolve(titles, words);
  for (const word of [...words].sort()) {
    if (all.has(word)) continue;
    const created = await addJobTitle(transaction, owner, titles, asNew(word));
    titles.push(created);
    all.set(word, created.id);
  }
  return all;
}
