import { sql, type Kysely } from 'kysely';
import { bearerDigest } from '../storage/bearer-secret.ts';
import type { Tables } from '../storage/tables/index.ts';
import { toConnection, type Connection, type ConnectionRow } from './connection-rows.ts';
import { bearerState } from '../storage/bearer-row.ts';

/** A request's right to speak for a connection. */
export interface InboundCaller {
  readonly connection: Connection;
  readonly token: {
    readonly id: string;
    readonly notes: string;
    readonly prefix: string;
    readonly expiresAt?: Date;
    /** From which the token may be used; none: from anywhere. */
    readonly networks: readonly string[];
  };
}

export type Authentication =
  | { readonly kind: 'caller'; readonly caller: InboundCaller }
  | { readonly kind: 'unknown' | 'disabled' | 'expired' };

type Row = Omit<ConnectionRow, 'organization_id' | 'id' | 'last_request_at'> & {
  readonly id: string;
  readonly notes: string;
  readonly prefix: string;
  readonly enabled: boolean;
  readonly expires_at: Date | null;
  readonly connection_id: string;
  readonly networks: string[];
};

/** Finds whom a token speaks for. A token of another organization is as unknown as an invented one. */
export async function authenticate(
  db: Kysely<Tables>,
  organizationId: string,
  token: string,
  now: Date,
): Promise<Authentication> {
  const { rows } = await sql<Row>`
    select api_tokens.id, notes, prefix, enabled, expires_at, networks, connection_id, slug, name, preset, policy,
      propagation, refused_while_off
    from api_tokens join connections
      on connections.organization_id = api_tokens.organization_id and connections.id = api_tokens.connection_id
    where api_tokens.digest = ${bearerDigest(token)} and api_tokens.organization_id = ${organizationId}`.execute(db);
  const [row] = rows;
  if (row === undefined) return { kind: 'unknown' };
  const expiry = row.expires_at === null ? {} : { expiresAt: row.expires_at };
  const state = bearerState({ enabled: row.enabled, ...expiry }, now);
  if (state !== 'usable') return { kind: state };
  const identity = { organization_id: organizationId, id: row.connection_id, last_request_at: null };
  const connection = toConnection({ ...row, ...identity });
  return {
    kind: 'caller',
    caller: {
      connection,
      token: { id: row.id, notes: row.notes, prefix: row.prefix, networks: row.networks, ...expiry },
    },
  };
}
