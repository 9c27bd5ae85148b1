import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { codedLimits, type Coded } from '../coded.ts';
import { readDepartments } from '../departments/list-departments.ts';
import { lockStructure } from '../departments/lock-structure.ts';
import { addDepartment, type Owner } from '../departments/write-departments.ts';
import { addJobTitle, readJobTitles } from '../job-titles/job-titles.ts';

/** Ids by what somebody wrote: a code, or a name. */
export type IdsByWord = ReadonlyMap<string, string>;

/** A code says it best; of several with the same name the one that has had it longest is meant. */
function resolve(entries: readonly Coded[], words: readonly string[]): Map<string, string> {
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
): Promise<Coded[]> {
  const { rows } = await sql<Coded>`
    select id, code, name from ${sql.table(table)}
    where organization_id = ${organizationId} and (code = any(${words}::text[]) or name = any(${words}::text[]))`.execute(
    transaction,
  );
  return rows;
}

function asNew(word: string): { readonly code: string; readonly name: string; readonly description: string } {
  return { code: word.slice(0, codedLimits.code), name: word.slice(0, codedLimits.name), description: '' };
}

/** Where the entries of a kind stand, and how one that is missing is made. */
interface Kind<T extends Coded> {
  readonly table: 'departments' | 'job_titles';
  readonly read: (transaction: Transaction<Tables>, organizationId: string) => Promise<T[]>;
  readonly add: (
    transaction: Transaction<Tables>,
    owner: Owner,
    entries: readonly T[],
    wanted: ReturnType<typeof asNew>,
  ) => Promise<T>;
}

async function ensure<T extends Coded>(
  transaction: Transaction<Tables>,
  owner: Owner,
  words: readonly string[],
  { table, read, add }: Kind<T>,
): Promise<IdsByWord> {
  if (words.length === 0) return new Map();
  const { organizationId } = owner;
  const found = resolve(await findEntries(transaction, table, organizationId, words), words);
  if (found.size === words.length) return found;
  await lockStructure(transaction, organizationId);
  const entries = await read(transaction, organizationId);
  const all = resolve(entries, words);
  for (const word of [...words].sort()) {
    if (all.has(word)) continue;
    const created = await add(transaction, owner, entries, asNew(word));
    entries.push(created);
    all.set(word, created.id);
  }
  return all;
}

/** The departments with these codes or names; those missing are made at the top, with the word as code and name. */
export async function ensureDepartments(
  transaction: Transaction<Tables>,
  owner: Owner,
  words: readonly string[],
): Promise<IdsByWord> {
  return ensure(transaction, owner, words, {
    table: 'departments',
    read: readDepartments,
    add: (within, by, tree, wanted) => addDepartment(within, by, tree, { ...wanted, parentId: null }),
  });
}

/** The job titles with these codes or names; those missing are made, with the word as code and name. */
export async function ensureJobTitles(
  transaction: Transaction<Tables>,
  owner: Owner,
  words: readonly string[],
): Promise<IdsByWord> {
  return ensure(transaction, owner, words, { table: 'job_titles', read: readJobTitles, add: addJobTitle });
}
