import {
  checkFilter,
  parseFilter,
  parsePaging,
  parseSort,
  ScimError,
  ToleranceRecorder,
  type CheckedFilter,
  type ResourceTypeDefinition,
  type SearchRequest,
  type Sort,
} from '@lockstep/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readSnapshot, type Snapshot } from '../../../directory/search/read-snapshot.ts';
import { searchUnion, type FoundHits, type Hit } from '../../../directory/search/search-union.ts';
import type { Services } from '../../services.ts';
import type { ScimContext } from '../scim-context.ts';
import { sendPage } from '../resources/resource-answer.ts';
import { continueQuery, type CursorQuery } from './cursor-query.ts';
import { checkKnown, filterForType } from './filter-for-type.ts';
import type { Searched } from './searched.ts';

/** Answers a query over all resource types (RFC 7644 §3.4.2.1, RFC 9865). Types follow each other where keys are equal. */
export async function searchEverything(
  services: Services,
  searched: readonly Searched[],
  { request, reply, search }: { request: FastifyRequest; reply: FastifyReply; search: SearchRequest },
): Promise<FastifyReply> {
  const { config, database, searchGate } = services;
  const paging = parsePaging(search, {
    defaultPageSize: config.pageSize,
    maxPageSize: config.maxPageSize,
    cursor: { defaultMethod: 'index' },
  });
  const types = searched.map(({ type }) => type);
  const filters = filtersOf(search, types, request.scim);
  const sorts = sortsOf(search, types);
  const sources = searched.map(({ table, mayHave }, index) => {
    const sortBy = sorts[index]?.attribute;
    // what is nowhere has no type either, which the keys of all sources share
    const isThere = sortBy !== undefined && mayHave?.(sortBy) !== false;
    return { table, filter: filters[index], sortBy: isThere ? sortBy : undefined };
  });
  const order = sorts.find((sort) => sort !== undefined)?.order ?? 'ascending';
  const cursor =
    paging.kind === 'cursor' ? continueQuery<Hit>(services, request.scim, { search, endpoint: '', paging }) : undefined;
  const from = paging.kind === 'index' ? { offset: paging.startIndex - 1 } : { after: cursor?.after };
  const read = async (snapshot: Snapshot): Promise<FoundHits & { readonly texts: readonly string[] }> => {
    const found = await searchUnion(snapshot, sources, { order, limit: paging.count, ...from });
    return { ...found, texts: await writeHits(snapshot, searched, found.hits) };
  };
  const { texts, ...found } = await searchGate.run(request.scim.caller.connection.id, () =>
    readSnapshot(database, config.scimQueryTimeout, read),
  );
  const head =
    paging.kind === 'index'
      ? { totalResults: found.total, startIndex: paging.startIndex }
      : cursorHead(found, texts.length, cursor);
  return sendPage(reply, head, texts);
}

/** What a page by cursor says of itself; a store may end it before all that was found. */
function cursorHead(
  { hits, more, total }: FoundHits,
  shown: number,
  cursor: CursorQuery<Hit> | undefined,
): { readonly totalResults: number; readonly nextCursor?: string } {
  const totalResults = cursor?.total ?? total;
  const last = more || shown < hits.length ? hits[shown - 1] : undefined;
  return {
    totalResults,
    ...(last === undefined || cursor === undefined ? {} : { nextCursor: cursor.seal(last, totalResults) }),
  };
}

function filtersOf(
  { filter }: SearchRequest,
  types: readonly ResourceTypeDefinition[],
  { dialect, limits }: ScimContext,
): readonly (CheckedFilter | undefined)[] {
  if (filter === undefined) return [];
  const recorder = new ToleranceRecorder(dialect.tolerances);
  const parsed = parseFilter(filter, { recorder, limits: limits.filter });
  checkKnown(parsed, types, recorder);
  return types.map((type) => checkFilter(filterForType(parsed, type, recorder), type, recorder));
}

/** A type without the attribute sorts as if it had no value. @throws ScimError when no type has it */
function sortsOf(search: SearchRequest, types: readonly ResourceTypeDefinition[]): readonly (Sort | undefined)[] {
  const refusals: ScimError[] = [];
  const sorts = types.map((type) => {
    try {
      return parseSort(search, type);
    } catch (error) {
      if (!(error instanceof ScimError)) throw error;
      refusals.push(error);
      return undefined;
    }
  });
  const [refusal] = refusals;
  if (refusal !== undefined && refusals.length === types.length) throw refusal;
  return sorts;
}

/** The resources as JSON texts, in the order of the hits; ends where a store ends early. */
async function writeHits(
  snapshot: Snapshot,
  searched: readonly Searched[],
  hits: readonly Hit[],
): Promise<readonly string[]> {
  const texts = new Map<string, string>();
  for (const [source, { write }] of searched.entries()) {
    const ids = hits.filter((hit) => hit.source === source).map(({ id }) => id);
    if (ids.length === 0) continue;
    for (const [id, text] of await write(snapshot, ids)) texts.set(id, text);
  }
  const end = hits.findIndex(({ id }) => !texts.has(id));
  return hits.slice(0, end === -1 ? hits.length : end).map(({ id }) => texts.get(id) ?? '');
}
