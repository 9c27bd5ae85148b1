import { sql, type RawBuilder } from 'kysely';
import { findApplicationRow, type ApplicationRow } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { EndEvent } from '../applications/lifecycle.ts';
import { applicationTemplate } from '../mappings/application-template.ts';
import type { OutboundContext } from '../options.ts';
import { pairColumns, toPair, withRelatedUsers, workJoins, type PairRow } from '../reconciler/work-row.ts';
import { planPair, type PlannedPair, type SendKind } from './plan-pair.ts';

/** To App switches as they will be; those absent are as they are. */
export interface RestartSwitches {
  readonly createUsers?: boolean | undefined;
  readonly updateUserAttributes?: boolean | undefined;
  readonly deactivateUsers?: boolean | undefined;
}

/** What would be sent to an application once API integration is on, counted by kind. */
export interface RestartPreview {
  readonly counts: Readonly<Record<SendKind, number>>;
  /** There are more people than were looked at. */
  readonly atLeast: boolean;
  /** Pushed groups that wait. */
  readonly groups: number;
}

export interface RestartPerson extends PlannedPair {
  readonly userId: string;
  readonly loginName: string;
  readonly displayName: string;
  /** What ended the account. */
  readonly endedBy?: EndEvent;
}

export interface RestartPage {
  readonly people: readonly RestartPerson[];
  readonly next?: string;
}

export interface RestartQuery extends RestartSwitches {
  readonly kind?: SendKind | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface PlanRow extends PairRow {
  readonly login_name: string;
  readonly display_name: string;
  readonly ended_by: EndEvent | null;
}

type Position = readonly [loginName: string, userId: string];

const batchSize = 500;
/** Looked at for the counts; what is beyond makes them "at least". */
const mostCounted = 50_000;
const longestMs = 5000;
/** Looked at for one page: a page may be shorter than asked for, and still have a next one. */
const mostForPage = 5000;

/** Counts what would be sent. Nothing is sent or written. Undefined where there is no such application. */
export async function previewRestart(
  context: OutboundContext,
  place: ApplicationPlace,
  switches: RestartSwitches,
): Promise<RestartPreview | undefined> {
  const row = await findApplicationRow(context.database.db, place);
  if (row === undefined) return undefined;
  const counts = { create: 0, update: 0, deactivate: 0, reactivate: 0, delete: 0, check: 0, nothing: 0 };
  const started = performance.now();
  let looked = 0;
  let atLeast = false;
  for await (const batch of planned(context, row, switches)) {
    for (const { kind } of batch) counts[kind] += 1;
    looked += batch.length;
    atLeast = looked >= mostCounted || performance.now() - started > longestMs;
    if (atLeast) break;
  }
  const rest = await countRest(context, row);
  counts.nothing += Math.max(0, rest.pairs - looked);
  return { counts, atLeast, groups: rest.groups };
}

/** The people of the preview in the order of their login names. Undefined where there is no such application. */
export async function listRestartPeople(
  context: OutboundContext,
  place: ApplicationPlace,
  query: RestartQuery,
): Promise<RestartPage | undefined> {
  const row = await findApplicationRow(context.database.db, place);
  if (row === undefined) return undefined;
  const people: RestartPerson[] = [];
  let looked = 0;
  for await (const batch of planned(context, row, query, readCursor(query.cursor))) {
    for (const person of batch) {
      if (query.kind === undefined ? person.kind !== 'nothing' : person.kind === query.kind) people.push(person);
      if (people.length === query.limit) return { people, next: writeCursor(person) };
    }
    looked += batch.length;
    const last = batch.at(-1);
    if (last !== undefined && looked >= mostForPage) return { people, next: writeCursor(last) };
  }
  return { people };
}

/** Every pair that is to be looked at, in batches. */
async function* planned(
  context: OutboundContext,
  row: ApplicationRow,
  switches: RestartSwitches,
  from?: Position,
): AsyncGenerator<readonly RestartPerson[]> {
  const template = applicationTemplate(context, row);
  const to = {
    create_users: switches.createUsers ?? row.create_users,
    update_user_attributes: switches.updateUserAttributes ?? row.update_user_attributes,
    deactivate_users: switches.deactivateUsers ?? row.deactivate_users,
  };
  const application = { ...row, ...to };
  let after = from;
  for (;;) {
    const { rows } = await readDue(context, row, after);
    if (rows.length > 0) {
      const claim = { owner: '', retaken: false, now: context.now() };
      const pairs = rows.map((one) => toPair(one, application, claim));
      const complete = await withRelatedUsers(context.database.db, pairs);
      yield rows.flatMap((one, index) => {
        const pair = complete[index];
        if (pair === undefined) return [];
        return [
          {
            ...planPair(pair, template),
            userId: one.user_id,
            loginName: one.login_name,
            displayName: one.display_name,
            ...(one.ended_by === null ? {} : { endedBy: one.ended_by }),
          },
        ];
      });
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchSize) return;
    after = [last.login_name, last.user_id];
  }
}

/** Due, or kept back by a switch: any change of the settings has those looked at again. */
const dueOrHeld: RawBuilder<unknown> = sql`(next_attempt_at is not null or lease_until > now() or held_by is not null)`;

function readDue(context: OutboundContext, row: ApplicationRow, after: Position | undefined) {
  const beyond = after === undefined ? sql`true` : sql`(login_name, user_id) > (${after[0]}, ${after[1]}::uuid)`;
  return sql<PlanRow>`
    select ${pairColumns}, p.login_name, p.display_name, p.ended_by
    from (
      select organization_id, application_id, user_id from app_users
      where organization_id = ${row.organization_id} and application_id = ${row.id} and ${dueOrHeld} and ${beyond}
      order by login_name, user_id
      limit ${batchSize}
    ) k
    ${workJoins}
    order by p.login_name, p.user_id`.execute(context.database.db);
}

async function countRest(
  context: OutboundContext,
  row: ApplicationRow,
): Promise<{ readonly pairs: number; readonly groups: number }> {
  const { rows } = await sql<{ pairs: number; groups: number }>`
    select
      (select count(*)::int from app_users p
        where p.organization_id = ${row.organization_id} and p.application_id = ${row.id}) as pairs,
      (select count(*)::int from pushed_groups g
        where g.organization_id = ${row.organization_id} and g.application_id = ${row.id} and ${row.push_groups}
          and g.next_attempt_at is not null and (g.active or g.ending is not null)) as groups`.execute(
    context.database.db,
  );
  return rows[0] ?? { pairs: 0, groups: 0 };
}

function writeCursor({ loginName, userId }: RestartPerson): string {
  return Buffer.from(JSON.stringify([loginName, userId])).toString('base64url');
}

/** Undefined for what is no cursor: then it begins at the beginning. */
function readCursor(cursor: string | undefined): Position | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString('utf8'));
    if (!Array.isArray(value)) return undefined;
    const [loginName, userId] = value as unknown[];
    const fits = typeof loginName === 'string' && typeof userId === 'string' && /^[0-9a-f-]{36}$/.test(userId);
    return fits ? [loginName, userId] : undefined;
  } catch {
    return undefined;
  }
}
