import { ScimError } from '@lockstep/scim';
import { sql, type Kysely } from 'kysely';
import { plainArray, textArray } from '../../storage/array-values.ts';
import { prepare } from '../../storage/prepared.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { BatchRefusal } from '../custom-types/batch-refusal.ts';
import type { StoredUser } from '../users/stored-user.ts';
import { NoSeatError } from './no-seat-error.ts';
import { availableServicesOf } from './services.ts';

/** A user before and after a write. */
export interface Written {
  readonly before: StoredUser | undefined;
  readonly after: StoredUser | undefined;
}

/** How the users of a service of an organization move by a batch. */
interface Movement {
  readonly organizationId: string;
  readonly code: string;
  /** Active users who came, less those who went. */
  taken: number;
  users: number;
  /** Somebody takes a seat who had none. */
  gains: boolean;
  /** Somebody has it who had it not. */
  comes: boolean;
}

interface Limited {
  readonly organization_id: string;
  readonly code: string;
  readonly seats: number | null;
  readonly removed: boolean;
}

const lockLimited = prepare<Limited>(
  'lock limited services',
  `select organization_id, code, seats, removed from service_seats
   where (organization_id, code) in (select * from unnest($1::uuid[], $2::text[])) and (seats is not null or removed)
   order by organization_id, code
   for no key update`,
);

const moveCounts = prepare<never>(
  'move service counts',
  `insert into service_counts as counts (organization_id, code, shard, taken, users)
   select organization_id, code, pg_backend_pid() % 16, taken, users
   from unnest($1::uuid[], $2::text[], $3::integer[], $4::integer[]) as moved (organization_id, code, taken, users)
   order by organization_id, code
   on conflict (organization_id, code, shard)
     do update set taken = counts.taken + excluded.taken, users = counts.users + excluded.users`,
);

interface Held {
  readonly services: readonly string[];
  /** Active users take a seat of each of their services. */
  readonly active: boolean;
}

function heldBy(user: StoredUser | undefined): Held {
  return user === undefined
    ? { services: [], active: false }
    : { services: availableServicesOf(user.resource), active: user.active };
}

/** How the counts of a service move by one user: each number is -1, 0 or 1. */
function moveOf(code: string, before: Held, after: Held): { readonly taken: number; readonly users: number } {
  const [had, has] = [before.services.includes(code), after.services.includes(code)];
  return { taken: Number(has && after.active) - Number(had && before.active), users: Number(has) - Number(had) };
}

function movements(written: readonly Written[]): readonly Movement[] {
  const found = new Map<string, Movement>();
  for (const { before, after } of written) {
    const organizationId = (after ?? before)?.organizationId ?? '';
    const former = heldBy(before);
    const next = heldBy(after);
    if (former.services.length + next.services.length === 0) continue;
    for (const code of new Set([...former.services, ...next.services])) {
      const { taken, users } = moveOf(code, former, next);
      if (taken === 0 && users === 0) continue;
      const key = `${organizationId} ${code}`;
      const movement = found.get(key) ?? { organizationId, code, taken: 0, users: 0, gains: false, comes: false };
      movement.taken += taken;
      movement.users += users;
      movement.gains ||= taken > 0;
      movement.comes ||= users > 0;
      found.set(key, movement);
    }
  }
  return [...found.values()];
}

/** Whether services come to users or go from them, or seats of services. */
export function movesServices(written: readonly Written[]): boolean {
  return movements(written).length > 0;
}

async function countTaken(transaction: Kysely<Tables>, { organization_id, code }: Limited): Promise<number> {
  const { rows } = await sql<{ taken: number }>`
    select coalesce(sum(taken), 0)::integer as taken from service_counts
    where organization_id = ${organization_id} and code = ${code}`.execute(transaction);
  return rows[0]?.taken ?? 0;
}

/**
 * Counts what was just written and holds it to the seats of the services. Whoever takes a seat of a limited service waits
 * for whoever else is doing so, and counts what is there by then; nobody who takes none waits for anybody.
 * @throws BatchRefusal with a NoSeatError where there are more users than seats, or for a service that was removed
 */
export async function holdSeats(transaction: Kysely<Tables>, written: readonly Written[]): Promise<void> {
  const moved = movements(written);
  if (moved.length === 0) return;
  // before it is asked what was removed: see `takeServices`
  await moveCounts(transaction, [
    plainArray(moved.map(({ organizationId }) => organizationId)),
    textArray(moved.map(({ code }) => code)),
    plainArray(moved.map(({ taken }) => taken)),
    plainArray(moved.map(({ users }) => users)),
  ]);
  const gaining = moved.filter(({ gains, comes }) => gains || comes);
  const limited =
    gaining.length === 0
      ? []
      : await lockLimited(transaction, [
          plainArray(gaining.map(({ organizationId }) => organizationId)),
          textArray(gaining.map(({ code }) => code)),
        ]);
  for (const service of limited) {
    const { code, seats, removed } = service;
    if (removed) throw new BatchRefusal(ScimError.invalidValue(`There is no service ${JSON.stringify(code)}`));
    const gains = gaining.some(
      (one) => one.organizationId === service.organization_id && one.code === code && one.gains,
    );
    if (gains && seats !== null && (await countTaken(transaction, service)) > seats)
      throw new BatchRefusal(new NoSeatError(code, seats));
  }
}
