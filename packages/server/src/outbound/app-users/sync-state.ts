import { sql, type RawBuilder } from 'kysely';

/** Okta's words for where a pair stands; see the glossary. */
export type SyncState = 'DISABLED' | 'OUT_OF_SYNC' | 'SYNCING' | 'SYNCHRONIZED' | 'ERROR';

/** A To App switch of an application. */
export type Switch = 'createUsers' | 'updateUserAttributes' | 'deactivateUsers';

/**
 * The state of the row `p` of app_users under its application `a`:
 * being worked on; waiting (for its turn, or for API integration to be enabled); held by a switch; failed until
 * somebody changes or retries it; in step.
 */
export const syncState: RawBuilder<SyncState> = sql`case
  when p.lease_until > now() then 'SYNCING'
  when p.next_attempt_at is not null then case when a.api_integration then 'OUT_OF_SYNC' else 'DISABLED' end
  when p.held_by is not null then 'DISABLED'
  when p.error_message is not null then 'ERROR'
  else 'SYNCHRONIZED' end`;
