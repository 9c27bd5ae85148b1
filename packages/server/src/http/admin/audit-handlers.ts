import type { AuditEntry, routes } from '@lockstep/admin-api';
import { listAudit, type AuditQuery } from '../../changes/audit/list-audit.ts';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { presentAudit } from './present-audit.ts';
import { ProblemError } from './problem-error.ts';
import { zonedTime } from './zoned-time.ts';

/** Entries read at once for an export. */
const exportPage = 1000;

type Position = NonNullable<AuditQuery['after']>;

function readAfter(cursor: string | undefined): Position | undefined {
  const text = decodeCursor(cursor);
  if (text === undefined) return undefined;
  const [, at, seq] = /^(\d{4}-\d{2}-\d{2}T[\d:.]{15}Z) (\d{1,19})$/.exec(text) ?? [];
  if (at !== undefined && seq !== undefined && !Number.isNaN(Date.parse(at))) return { at, seq };
  throw new ProblemError('invalid_request', 'The cursor is not one that this server gave.', {
    issues: [{ path: 'cursor', message: 'Use the "next" of the page before.' }],
  });
}

interface Filters extends Omit<AuditQuery, 'resourceId' | 'from' | 'to' | 'after' | 'limit'> {
  readonly resource?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

function toQuery({ resource, from, to, ...rest }: Filters): Omit<AuditQuery, 'limit'> {
  return {
    ...rest,
    resourceId: resource,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  };
}

const list: Handler<typeof routes.listAuditLog> = async ({ query }, { services, organization }) => {
  const { cursor, limit, ...filters } = query;
  const wanted = { ...toQuery(filters), after: readAfter(cursor), limit };
  const { entries, next } = await listAudit(services.database.db, organization.id, wanted);
  return {
    entries: entries.map(presentAudit),
    ...(next === undefined ? {} : { next: encodeCursor(`${next.at} ${next.seq}`) }),
  };
};

/** Every entry that fits, page by page, newest first. */
async function* readAll(
  { services, organization }: OrganizationContext,
  filters: Filters,
): AsyncGenerator<AuditEntry, void, undefined> {
  let after: Position | undefined;
  do {
    const query = { ...toQuery(filters), after, limit: exportPage };
    const page = await listAudit(services.database.db, organization.id, query);
    yield* page.entries.map(presentAudit);
    after = page.next;
  } while (after !== undefined);
}

/** RFC 4180; what a spreadsheet would run as a formula is kept from it by an apostrophe. */
function cell(value: unknown): string {
  const text = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const header = 'time,actorKind,actor,address,operation,resourceType,resourceId,resource,attribute,before,after,request';

function csvLines(entry: AuditEntry, timeOf: (instant: string) => string): string {
  const { at, actor, operation, resourceType, resourceId, resourceName, attributes } = entry;
  const rows = attributes.length === 0 ? [undefined] : attributes;
  return rows
    .map((attribute) => {
      const who = [timeOf(at), actor.kind, actor.name, actor.address];
      const what = [operation, resourceType, resourceId, resourceName];
      const how = [attribute?.path, attribute?.before, attribute?.after, actor.request];
      return `${[...who, ...what, ...how].map(cell).join(',')}\r\n`;
    })
    .join('');
}

async function* toCsv(
  entries: AsyncIterable<AuditEntry>,
  timeZone: string | undefined,
): AsyncGenerator<string, void, undefined> {
  const timeOf = zonedTime(timeZone);
  yield `${header}\r\n`;
  for await (const entry of entries) yield csvLines(entry, timeOf);
}

async function* toJson(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string, void, undefined> {
  let before = '[';
  for await (const entry of entries) {
    yield `${before}\n${JSON.stringify(entry)}`;
    before = ',';
  }
  yield before === '[' ? '[]\n' : '\n]\n';
}

const csv: Handler<typeof routes.exportAuditLogCsv> = async ({ query }, context) =>
  toCsv(readAll(context, query), context.organization.timeZone);

const json: Handler<typeof routes.exportAuditLogJson> = async ({ query }, context) => toJson(readAll(context, query));

export const auditHandlers = { listAuditLog: list, exportAuditLogCsv: csv, exportAuditLogJson: json };
