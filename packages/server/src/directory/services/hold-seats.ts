import { sql, type Kysely } from 'kysely';
import { plainArray, textArray } from '../../storage/array-values.ts';
import { prepare } from '../../storage/prepared.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { BatchRefusal } from '../custom-types/batch-refusal.ts';
import type { StoredUser } from '../users/stored-user.ts';
import { NoSeatError } from './no-seat-error.ts';
import { availableServicesOf, servicesSchema, type ServiceCode } from './services.ts';

/** A user before and after a write. */
export interface Written {
  readonly before: StoredUser | undefined;
  readonly after: StoredUser | undefined;
}

interface Limited {
  readonly organization_id: string;
  readonly code: string;
  readonly seats: number;
}

const lockLimited = prepare<Limited>(
  'lock limited services',
  `select organization_id, code, seats from service_seats
   where (organization_id, code) in (select * from unnest($1::uuid[], $2::text[])) and seats is not null
   order by organization_id, code
   for no key update`,
);

/** Active users take a seat of each of their services. */
function seatsOf(user: StoredUser | undefined): readonly ServiceCode[] {
  return user?.active === true ? availableServicesOf(user.resource) : [];
}

/** The services of which somebody takes a seat who had none, each once per organization. */
function gained(written: readonly Written[]): readonly { readonly organizationId: string; readonly code: string }[] {
  const found = new Map<string, { readonly organizationId: string; readonly code: string }>();
  for (const { before, after } of written) {
    if (after === undefined) continue;
    const held = seatsOf(before);
    for (const code of seatsOf(after)) {
      const { organizationId } = after;
      if (!held.includes(code)) found.set(`${organizationId} ${code}`, { organizationId, code });
    }
  }
  return [...found.values()];
}

async function countTaken(transaction: Kysely<Tables>, { organization_id, code }: Limited): Promise<number> {
  const { rows } = await sql<{ taken: number }>`
    select count(*)::integer as taken from users
    where organization_id = ${organization_id} and active
      and search -> ${servicesSchema.id}::text -> 'availableServices' ? ${code}`.execute(transaction);
  return rows[0]?.taken ?? 0;
}

/**
 * Holds what was just written to the seats of the services. Whoever takes a seat of a limited service waits for whoever
 * else is doing so, and counts what is there by then; nobody who takes none waits for anybody.
 * @throws BatchRefusal with a NoSeatError where there are more users than seats
 */
export async function holdSeats(transaction: Kysely<Tables>, written: readonly Written[]): Promise<void> {
  const wanted = gained(written);
  if (wanted.length === 0) return;
  const limited = await lockLimited(transaction, [
    plainArray(wanted.map(({ organizationId }) => organizationId)),
    textArray(wanted.map(({ code }) => code)),
  ]);
  for (const service of limited) {
    if ((await countTaken(transaction, service)) > service.seats) {
      throw new BatchRefusal(new NoSeatError(service.code, service.seats));
    }
  }
}
