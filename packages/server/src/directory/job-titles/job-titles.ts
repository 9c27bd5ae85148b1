import { sql, type Kysely, type Transaction } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { AttributeChange, ChangeEntry } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import type { Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { checkCode, findCoded, type Coded } from '../coded.ts';
import { lockStructure } from '../departments/lock-structure.ts';
import type { Owner } from '../departments/write-departments.ts';
import { DirectoryError } from '../directory-error.ts';
import { inTransaction } from '../in-transaction.ts';
import { trackDepartments } from '../memberships/departments-of-users.ts';
import { placeBefore, writeOrder } from '../reorder.ts';

/** What somebody is in a department: manager, assistant, … */
export interface JobTitle extends Coded {
  readonly description: string;
}

type Named = Omit<JobTitle, 'id'>;

/** Job titles of an organization at most. */
const mostJobTitles = 10_000;

export interface CountedJobTitle extends JobTitle {
  /** Users who have it in at least one department. */
  readonly members: number;
}

/** In the organization's order. */
export async function listJobTitles(db: Kysely<Tables>, organizationId: string): Promise<CountedJobTitle[]> {
  const { rows } = await sql<CountedJobTitle>`
    select id, code, name, description, coalesce(members, 0)::integer as members
    from job_titles left join (
      select job_title_id, count(distinct user_id) as members from user_departments
      where organization_id = ${organizationId} and job_title_id is not null group by job_title_id
    ) as counted on counted.job_title_id = job_titles.id
    where organization_id = ${organizationId}
    order by position, id`.execute(db);
  return rows;
}

export async function readJobTitles(db: Kysely<Tables>, organizationId: string): Promise<JobTitle[]> {
  const { rows } = await sql<JobTitle>`
    select id, code, name, description from job_titles
    where organization_id = ${organizationId} order by position, id`.execute(db);
  return rows;
}

async function changeList<T>(
  database: Database,
  { organizationId }: Owner,
  change: (transaction: Transaction<Tables>, titles: readonly JobTitle[]) => Promise<T>,
): Promise<T> {
  return inTransaction(database, async (transaction) => {
    await lockStructure(transaction, organizationId);
    return change(transaction, await readJobTitles(transaction, organizationId));
  });
}

function entryOf(
  { organizationId, actor }: Owner,
  operation: ChangeEntry['operation'],
  resourceId: string,
  attributes: readonly AttributeChange[],
): ChangeEntry {
  return { organizationId, actor, resourceType: 'JobTitle', resourceId, operation, attributes };
}

const paths = ['code', 'name', 'description'] as const;

/** Adds a job title at the end, within a transaction that holds `lockStructure`. */
export async function addJobTitle(
  transaction: Transaction<Tables>,
  owner: Owner,
  titles: readonly JobTitle[],
  wanted: Named,
): Promise<JobTitle> {
  checkCode(titles, 'job title', { code: wanted.code });
  if (titles.length >= mostJobTitles) {
    throw new DirectoryError('limit_reached', `An organization has ${mostJobTitles} job titles at most.`);
  }
  const created: JobTitle = { id: uuid(), ...wanted };
  await sql`
    insert into job_titles (organization_id, id, code, name, description, position)
    select ${owner.organizationId}, ${created.id}, ${created.code}, ${created.name}, ${created.description},
      coalesce(max(position), 0) + 1
    from job_titles where organization_id = ${owner.organizationId}`.execute(transaction);
  const attributes = paths.filter((path) => created[path] !== '').map((path) => ({ path, after: created[path] }));
  await recordChanges(transaction, [entryOf(owner, 'create', created.id, attributes)]);
  return created;
}

/** @throws DirectoryError code_taken, limit_reached */
export async function createJobTitle(database: Database, owner: Owner, wanted: Named): Promise<JobTitle> {
  return changeList(database, owner, (transaction, titles) => addJobTitle(transaction, owner, titles, wanted));
}

/** @throws DirectoryError not_found, code_taken */
export async function updateJobTitle(
  database: Database,
  owner: Owner,
  id: string,
  edit: { readonly [K in keyof Named]?: Named[K] | undefined },
): Promise<JobTitle> {
  return changeList(database, owner, async (transaction, titles) => {
    const before = findCoded(titles, id, 'job title');
    const { code = before.code, name = before.name, description = before.description } = edit;
    checkCode(titles, 'job title', { code, id });
    const after = { id, code, name, description };
    const moved = paths.filter((path) => before[path] !== after[path]);
    if (moved.length === 0) return before;
    await transaction
      .updateTable('job_titles')
      .set({ code, name, description })
      .where('organization_id', '=', owner.organizationId)
      .where('id', '=', id)
      .execute();
    const attributes = moved.map((path) => ({ path, before: before[path], after: after[path] }));
    await recordChanges(transaction, [entryOf(owner, 'update', id, attributes)]);
    return after;
  });
}

/** Before another one, or at the end for null. @throws DirectoryError not_found, invalid_request */
export async function moveJobTitle(database: Database, owner: Owner, id: string, before: string | null): Promise<void> {
  await changeList(database, owner, async (transaction, titles) => {
    findCoded(titles, id, 'job title');
    const ids = titles.map((one) => one.id);
    const order = placeBefore(ids, id, before);
    if (order.every((one, index) => one === ids[index])) return;
    await writeOrder(transaction, 'job_titles', owner.organizationId, order);
    const position = { path: 'position', before: ids.indexOf(id) + 1, after: order.indexOf(id) + 1 };
    await recordChanges(transaction, [entryOf(owner, 'update', id, [position])]);
  });
}

/** Users who had it stay in their departments, without a job title. @throws DirectoryError not_found */
export async function deleteJobTitle(database: Database, owner: Owner, id: string): Promise<{ members: number }> {
  const { organizationId } = owner;
  return changeList(database, owner, async (transaction, titles) => {
    const gone = findCoded(titles, id, 'job title');
    // nobody gets it from here on
    await sql`select from job_titles where organization_id = ${organizationId} and id = ${id} for update`.execute(
      transaction,
    );
    const { rows } = await sql<{ user_id: string }>`
      select distinct user_id from user_departments
      where organization_id = ${organizationId} and job_title_id = ${id}`.execute(transaction);
    const userIds = rows.map(({ user_id }) => user_id);
    const left = await trackDepartments(transaction, owner, userIds, () =>
      sql`
        update user_departments set job_title_id = null
        where organization_id = ${organizationId} and job_title_id = ${id}`.execute(transaction),
    );
    await transaction
      .deleteFrom('job_titles')
      .where('organization_id', '=', organizationId)
      .where('id', '=', id)
      .execute();
    const attributes = [
      { path: 'code', before: gone.code },
      { path: 'name', before: gone.name },
    ];
    await recordChanges(transaction, [...left, entryOf(owner, 'delete', id, attributes)]);
    return { members: left.length };
  });
}
