import { desiredUserName } from '@lockstep/provisioning';
import { sql } from 'kysely';
import type { ApplicationRow } from '../applications/application-rows.ts';
import { applicationTemplate } from '../mappings/application-template.ts';
import type { OutboundContext } from '../options.ts';
import { pairColumns, toPair, withRelatedUsers, workJoins, type PairRow } from '../reconciler/work-row.ts';

/**
 * The login names that accounts are to be made with, by user. Absent: nobody who is to have an account, or none can be
 * made of what the directory holds.
 */
export async function namesToBe(
  context: OutboundContext,
  application: ApplicationRow,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (userIds.length === 0) return new Map();
  const { db } = context.database;
  const { rows } = await sql<PairRow>`
    select ${pairColumns}
    from (
      select ${application.organization_id}::uuid as organization_id, ${application.id}::uuid as application_id, user_id
      from unnest(${userIds}::uuid[]) as wanted (user_id)
    ) k
    ${workJoins}`.execute(db);
  const claim = { owner: '', retaken: false, now: context.now() };
  const pairs = await withRelatedUsers(
    db,
    rows.map((row) => toPair(row, application, claim)),
  );
  const template = applicationTemplate(context, application);
  return new Map(
    pairs.flatMap(({ userId, wanted, values, accountName }): [string, string][] => {
      const named = wanted === undefined ? undefined : desiredUserName(template, wanted, values, accountName);
      return named === undefined || 'reason' in named ? [] : [[userId, named.userName]];
    }),
  );
}
