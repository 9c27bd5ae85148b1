import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { Answered } from './exchange.ts';

/** Whose an exchange is. */
export interface Owner {
  readonly organizationId: string;
  readonly connectionId: string | null;
  readonly tokenId: string | null;
  readonly tokenName: string | null;
}

interface Row {
  position: number;
  organization_id: string;
  connection_id: string | null;
  token_id: string | null;
  token_name: string | null;
}

/** For requests that were refused before their token was known: the organization of the address, and whose token it was. */
async function findRefused(db: Kysely<Tables>, refused: readonly Answered[]): Promise<ReadonlyMap<Answered, Owner>> {
  if (refused.length === 0) return new Map();
  const { rows } = await sql<Row>`
    select wanted.position::integer as position, organizations.id as organization_id, connection_id,
      api_tokens.id as token_id, coalesce(nullif(notes, ''), prefix) as token_name
    from unnest(
      ${refused.map(({ slug }) => slug)}::text[],
      ${refused.map(({ digest }) => digest?.toString('hex') ?? '')}::text[]
    ) with ordinality as wanted (slug, digest, position)
    join organizations on organizations.slug = wanted.slug
    left join api_tokens on api_tokens.organization_id = organizations.id
      and api_tokens.digest = decode(wanted.digest, 'hex')`.execute(db);
  const owners = new Map<Answered, Owner>();
  for (const row of rows) {
    const answered = refused[row.position - 1];
    if (answered === undefined) continue;
    owners.set(answered, {
      organizationId: row.organization_id,
      connectionId: row.connection_id,
      tokenId: row.token_id,
      tokenName: row.token_name,
    });
  }
  return owners;
}

/** Whose each exchange is; those of addresses without organization are nobody's and left out. */
export async function findOwners(
  db: Kysely<Tables>,
  batch: readonly Answered[],
): Promise<ReadonlyMap<Answered, Owner>> {
  const owners = new Map(
    await findRefused(
      db,
      batch.filter(({ caller }) => caller === undefined),
    ),
  );
  for (const answered of batch) {
    const { caller } = answered;
    if (caller === undefined) continue;
    const { connection, token } = caller;
    owners.set(answered, {
      organizationId: connection.organizationId,
      connectionId: connection.id,
      tokenId: token.id,
      tokenName: token.name,
    });
  }
  return owners;
}
