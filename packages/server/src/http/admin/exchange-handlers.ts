import { hintNames, type Exchange, type ExchangeDetail, type HintName, type routes } from '@lockstep/admin-api';
import { listAudit } from '../../changes/audit/list-audit.ts';
import { isResourceId } from '../../directory/resource-id.ts';
import { hintFor } from '../../inbound/exchanges/hints.ts';
import { listExchanges, type ExchangeQuery, type ListedExchange } from '../../inbound/exchanges/list-exchanges.ts';
import { readExchange, type StoredExchange } from '../../inbound/exchanges/read-exchange.ts';
import { rehearseRequest } from '../scim/rehearse-request.ts';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { presentAudit } from './present-audit.ts';
import { notFound, ProblemError } from './problem-error.ts';
import { readConnection } from './read-connection.ts';

const mostChanges = 200;

function hintOf({ method, path, status, scim_type, detail }: ListedExchange): HintName | undefined {
  const hint = hintFor({ method, path, status, scimType: scim_type, detail });
  return hintNames.find((name) => name === hint);
}

function present(exchange: ListedExchange): Exchange {
  const { id, at, method, path, status, address, client } = exchange;
  const hint = hintOf(exchange);
  return {
    id,
    at: at.toISOString(),
    method,
    path,
    status,
    ...(exchange.scim_type === null ? {} : { scimType: exchange.scim_type }),
    ...(exchange.detail === null ? {} : { detail: exchange.detail }),
    durationMs: exchange.duration_ms,
    ...(exchange.token_id === null ? {} : { token: { id: exchange.token_id, name: exchange.token_name ?? '' } }),
    address,
    client,
    userAgent: exchange.user_agent,
    ...(exchange.login_name === null ? {} : { loginName: exchange.login_name }),
    ...(exchange.resource_id === null ? {} : { resourceId: exchange.resource_id }),
    toleranceCount: exchange.tolerance_count,
    ...(hint === undefined ? {} : { hint }),
  };
}

function instant(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}

function readStatus(status: string | undefined): ExchangeQuery['status'] {
  if (status === undefined || status === 'ok' || status === 'refused' || status === 'failed') return status;
  return Number(status);
}

function readAfter(cursor: string | undefined): string | undefined {
  const after = decodeCursor(cursor);
  if (after === undefined || isResourceId(after)) return after;
  throw new ProblemError('invalid_request', 'The cursor is not one that this server gave.');
}

const list: Handler<typeof routes.listExchanges> = async ({ params, query }, context) => {
  const { id, organizationId } = await readConnection(context, params.connection);
  const { status, from, to, cursor, ...rest } = query;
  const page = await listExchanges(
    context.services.database.db,
    { organizationId, connectionId: id },
    {
      ...rest,
      status: readStatus(status),
      from: instant(from),
      to: instant(to),
      after: readAfter(cursor),
    },
  );
  return {
    exchanges: page.exchanges.map(present),
    ...(page.next === undefined ? {} : { next: encodeCursor(page.next) }),
  };
};

interface ExchangePath {
  readonly connection: string;
  readonly exchange: string;
}

async function readOne(context: OrganizationContext, { connection, exchange }: ExchangePath): Promise<StoredExchange> {
  const { id, organizationId } = await readConnection(context, connection);
  const place = { organizationId, connectionId: id };
  const found = isResourceId(exchange) ? await readExchange(context.services.database.db, place, exchange) : undefined;
  if (found === undefined) throw notFound('request');
  return found;
}

async function presentDetail(context: OrganizationContext, exchange: StoredExchange): Promise<ExchangeDetail> {
  const query = { request: exchange.id, limit: mostChanges };
  const { entries } = await listAudit(context.services.database.db, context.organization.id, query);
  const body = (text: string | null): { body?: string } => (text === null ? {} : { body: text });
  return {
    ...present(exchange),
    request: {
      headers: exchange.request_headers,
      ...body(exchange.request_body),
      kept: exchange.request_kept,
      length: exchange.request_bytes,
    },
    answer: {
      headers: exchange.answer_headers,
      ...body(exchange.answer_body),
      kept: exchange.answer_kept,
      length: exchange.answer_bytes,
    },
    tolerances: (exchange.tolerances ?? []).map(({ name, path }) => ({ name, path })),
    // in the order in which they were made
    changes: entries.map(presentAudit).toReversed(),
  };
}

const get: Handler<typeof routes.getExchange> = async ({ params }, context) =>
  presentDetail(context, await readOne(context, params));

function parsed(text: string | undefined): { body?: unknown } {
  if (text === undefined) return {};
  try {
    return { body: JSON.parse(text) as unknown };
  } catch {
    return { body: text };
  }
}

const fixture: Handler<typeof routes.getExchangeFixture> = async ({ params }, context) => {
  const detail = await presentDetail(context, await readOne(context, params));
  const { at, client, method, path, status, request, answer, tolerances, changes } = detail;
  return {
    format: 'lockstep-exchange-1' as const,
    at,
    client,
    request: { method, path, headers: request.headers, ...parsed(request.body) },
    answer: { status, headers: answer.headers, ...parsed(answer.body) },
    tolerances,
    changes: changes.map(({ resourceType, operation, attributes }) => ({ resourceType, operation, attributes })),
  };
};

/** As it would go now: a token that has gone since, or was never known, is taken for one that is good. */
const replay: Handler<typeof routes.replayExchange> = async ({ params }, context) => {
  const { services, organization } = context;
  const connection = await readConnection(context, params.connection);
  const past = await readOne(context, params);
  if (past.request_kept === 'cut' || past.request_kept === 'withheld' || isBodyMissing(past)) {
    throw new ProblemError(
      'request_not_kept',
      'The body of this request was not kept whole, so it cannot be sent again.',
    );
  }
  const token = { id: past.token_id ?? past.id, notes: past.token_name ?? '', prefix: '', networks: [] };
  const { method, path, request_headers: headers, request_body: body, address } = past;
  return rehearseRequest(
    services,
    { organization, caller: { connection, token } },
    { method, path, headers, body, address },
    async (rehearsed, id) => {
      const within = { ...context, services: rehearsed };
      return presentDetail(within, await readOne(within, { connection: params.connection, exchange: id }));
    },
  );
};

function isBodyMissing({ request_kept, request_bytes }: StoredExchange): boolean {
  return request_kept === 'none' && request_bytes > 0;
}

export const exchangeHandlers = {
  listExchanges: list,
  getExchange: get,
  getExchangeFixture: fixture,
  replayExchange: replay,
};
