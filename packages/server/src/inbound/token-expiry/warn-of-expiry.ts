import { sql } from 'kysely';
import { recordChanges } from '../../changes/record-changes.ts';
import type { Database } from '../../storage/database.ts';

/** A token that will stop working in at most so many days. */
interface TokenWarning {
  readonly organizationId: string;
  readonly tokenId: string;
  readonly days: number;
}

/** Days before the expiry at which an administrator is warned. */
const thresholds = [30, 14, 7, 1];

interface Row {
  readonly organization_id: string;
  readonly id: string;
  readonly warned_days: number;
}

/**
 * Finds usable tokens that have come to a threshold since the last time and notes each in the change feed, once, however
 * many servers look: `expiryWarning` with the days that are left at most. A token that was made for less is not warned
 * about at the thresholds above.
 */
export async function warnOfExpiry(database: Database, now: Date): Promise<readonly TokenWarning[]> {
  return database.db.transaction().execute(async (transaction) => {
    const { rows } = await sql<Row>`
      with due as (
        select organization_id, id, min(days) as days
        from api_tokens cross join unnest(${thresholds}::integer[]) as days
        where enabled and expires_at > ${now} and expires_at <= ${now}::timestamptz + days * interval '1 day'
          and expires_at - created_at > days * interval '1 day'
        group by organization_id, id
      )
      update api_tokens set warned_days = due.days
      from due
      where api_tokens.organization_id = due.organization_id and api_tokens.id = due.id
        and (warned_days is null or warned_days > due.days)
      returning api_tokens.organization_id, api_tokens.id, warned_days`.execute(transaction);
    await recordChanges(
      transaction,
      rows.map(({ organization_id: organizationId, id, warned_days: after }) => ({
        organizationId,
        actor: { kind: 'system', name: 'Lockstep' },
        resourceType: 'ApiToken',
        resourceId: id,
        operation: 'update',
        attributes: [{ path: 'expiryWarning', after }],
      })),
    );
    return rows.map((row) => ({ organizationId: row.organization_id, tokenId: row.id, days: row.warned_days }));
  });
}
