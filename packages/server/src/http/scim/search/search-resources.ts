import {
  compileFilter,
  parsePaging,
  parseProjection,
  parseSort,
  type CheckedFilter,
  type CursorPaging,
  type IndexPaging,
  type ListPage,
  type Projection,
  type SearchRequest,
  type Sort,
} from '@lockstep/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { countRows } from '../../../directory/search/count-rows.ts';
import { readSnapshot, type Snapshot } from '../../../directory/search/read-snapshot.ts';
import { searchByIndex } from '../../../directory/search/search-by-index.ts';
import { searchFrom } from '../../../directory/search/search-from.ts';
import type { Source } from '../../../directory/search/source.ts';
import type { Services } from '../../services.ts';
import { sendPage, writeResource } from '../resources/resource-answer.ts';
import type { ResourceStore, StoredResource } from '../resources/resource-store.ts';
import { continueQuery, type CursorQuery } from './cursor-query.ts';

/** One query of one resource type, its parameters read. */
interface Query {
  readonly request: FastifyRequest;
  readonly store: ResourceStore;
  readonly source: Source;
  readonly sort: Sort | undefined;
  readonly shown: Projection;
}

interface Page {
  readonly head: Omit<ListPage, 'resources'>;
  readonly resources: readonly StoredResource[];
}

/** Answers a query of one resource type (RFC 7644 §3.4.2, RFC 9865). */
export async function searchResources(
  services: Services,
  store: ResourceStore,
  { request, reply, search }: { request: FastifyRequest; reply: FastifyReply; search: SearchRequest },
): Promise<FastifyReply> {
  const { config, database, searchGate } = services;
  const shown = parseProjection(search, store.type);
  const paging = parsePaging(search, {
    defaultPageSize: config.pageSize,
    maxPageSize: config.maxPageSize,
    cursor: { defaultMethod: 'index' },
  });
  const sort = parseSort(search, store.type);
  const reading = { dialect: request.scim.dialect.tolerances, limits: request.scim.limits.filter };
  const filter = search.filter === undefined ? undefined : compileFilter(search.filter, store.type, reading).filter;
  const { endpoint } = store.type;
  const cursor =
    paging.kind === 'cursor' ? continueQuery(services, request.scim, { search, endpoint, paging }) : undefined;

  const looked =
    paging.kind === 'index' && sort === undefined ? await lookUp(store, request, filter, shown) : undefined;
  if (looked !== undefined && paging.kind === 'index')
    return sendLooked(reply, { looked, paging, request, store, shown });
  const table = store.table(request.scim);
  if (table === undefined) return sendPage(reply, emptyHead(paging), []);
  const query: Query = { request, store, source: { table, filter, sortBy: sort?.attribute }, sort, shown };
  const read = (snapshot: Snapshot): Promise<Page> =>
    cursor === undefined || paging.kind === 'index'
      ? pageByIndex(snapshot, query, paging as IndexPaging)
      : pageByCursor(snapshot, query, cursor);
  const { head, resources } = await searchGate.run(request.scim.caller.connection.id, () =>
    readSnapshot(database, config.scimQueryTimeout, read),
  );
  const texts = resources.map((stored) => writeResource(request, store, stored, shown));
  return sendPage(reply, head, texts);
}

/** The short way for `userName eq "x"` and its like; undefined when the filter is anything else. */
async function lookUp(
  store: ResourceStore,
  request: FastifyRequest,
  filter: CheckedFilter | undefined,
  shown: Projection,
): Promise<readonly StoredResource[] | undefined> {
  if (filter?.kind !== 'comparison' || filter.operator !== 'eq') return undefined;
  return store.lookUp?.(request.scim, filter, shown);
}

interface Looked extends Omit<Query, 'source' | 'sort'> {
  readonly looked: readonly StoredResource[];
  readonly paging: IndexPaging;
}

function sendLooked(reply: FastifyReply, { looked, paging, request, store, shown }: Looked): FastifyReply {
  const { startIndex, count } = paging;
  const page = looked.slice(startIndex - 1, startIndex - 1 + count);
  const texts = page.map((stored) => writeResource(request, store, stored, shown));
  return sendPage(reply, { totalResults: looked.length, startIndex }, texts);
}

function emptyHead(paging: IndexPaging | CursorPaging): Page['head'] {
  return paging.kind === 'index' ? { totalResults: 0, startIndex: paging.startIndex } : { totalResults: 0 };
}

async function pageByIndex(
  snapshot: Snapshot,
  { request, store, source, sort, shown }: Query,
  { startIndex, count }: IndexPaging,
): Promise<Page> {
  const window = { order: sort?.order ?? 'ascending', offset: startIndex - 1, limit: count };
  const { ids, total } = await searchByIndex(snapshot, source, window);
  const resources = await store.load(request.scim, snapshot, { ids, shown });
  return { head: { totalResults: total, startIndex }, resources };
}

async function pageByCursor(
  snapshot: Snapshot,
  { request, store, source, sort, shown }: Query,
  cursor: CursorQuery,
): Promise<Page> {
  const total = cursor.total ?? (await countRows(snapshot, source));
  if (cursor.count === 0) return { head: { totalResults: total }, resources: [] };
  const range = { order: sort?.order ?? 'ascending', limit: cursor.count, after: cursor.after };
  const { positions, more } = await searchFrom(snapshot, source, range);
  const ids = positions.map(({ id }) => id);
  const resources = await store.load(request.scim, snapshot, { ids, shown });
  // a store may end the page earlier
  const last = more || resources.length < positions.length ? positions[resources.length - 1] : undefined;
  const next = last === undefined ? {} : { nextCursor: cursor.seal(last, total) };
  return { head: { totalResults: total, ...next }, resources };
}
