import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { Connection } from '../connection-rows.ts';

/** What switching *Propagate provisioning* on would mean for the users there are. */
export interface PropagationPreview {
  /** Users whom the connection writes already. */
  readonly linked: number;
  /** Users who would be linked as soon as the identity provider sends them. */
  readonly toLink: number;
  /** Users about whom an administrator will have to decide. */
  readonly conflicts: number;
  /** Users whom the connection may not write. */
  readonly refused: number;
  /** Users whom a tombstone keeps out; switching on can release them. */
  readonly tombstoned: number;
  /** Writes that were refused since propagation was switched off. */
  readonly refusedWhileOff: number;
}

interface Counts {
  readonly linked: number;
  readonly conflicts: number;
  readonly tombstoned: number;
  readonly unlinked: number;
  readonly administrators: number;
}

/** Administrators by login name or e-mail address among users without a link. */
async function count(db: Kysely<Tables>, { organizationId, id }: Connection): Promise<Counts> {
  const { rows } = await sql<Counts>`
    with own as (
      select user_id, state from links where organization_id = ${organizationId} and connection_id = ${id}
    ), loose as (
      select users.id, user_name_key, email_keys from users
      where organization_id = ${organizationId}
        and not exists (select from own where own.user_id = users.id and own.state in ('linked', 'conflict'))
    )
    select
      (select count(*) from own where state = 'linked')::integer as linked,
      (select count(*) from own where state = 'conflict')::integer as conflicts,
      (select count(*) from own where state = 'tombstoned')::integer as tombstoned,
      (select count(*) from loose)::integer as unlinked,
      (
        select count(distinct loose.id) from administrators
        join loose on loose.user_name_key = lower(email)
          or loose.email_keys @> jsonb_build_array(lower(email))
        where everywhere or exists (
          select from administrator_roles
          where administrator_id = administrators.id and organization_id = ${organizationId} and role <> 'user'
        )
      )::integer as administrators`.execute(db);
  const [counts] = rows;
  if (counts === undefined) throw new TypeError('A count has a row.');
  return counts;
}

export async function previewPropagation(db: Kysely<Tables>, connection: Connection): Promise<PropagationPreview> {
  const { linked, conflicts, tombstoned, unlinked, administrators } = await count(db, connection);
  const rest = { linked, tombstoned, refusedWhileOff: connection.refusedWhileOff };
  switch (connection.policy.existingUsers) {
    case 'no':
      return { ...rest, toLink: 0, conflicts, refused: unlinked };
    case 'ask':
      return { ...rest, toLink: 0, conflicts: conflicts + unlinked, refused: 0 };
    case 'yes':
    case 'by-id':
      return { ...rest, toLink: unlinked - administrators, conflicts: conflicts + administrators, refused: 0 };
  }
}
