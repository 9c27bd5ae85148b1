import {
  checkFilter,
  parseFilter,
  parsePaging,
  parseProjection,
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
import { searchUnion, type Hit } from '../../../directory/search/search-union.ts';
import type { SearchTable } from '../../../directory/search/source.ts';
import type { Services } from '../../services.ts';
import type { ScimContext } from '../scim-context.ts';
import { sendPage, writeResource } from '../resources/resource-answer.ts';
import type { ResourceStore } from '../resources/resource-store.ts';
import { checkKnown, filterForType } from './filter-for-type.ts';

interface Searched {
  readonly store: ResourceStore;
  readonly table: SearchTable;
}

/** Answers a query over all resource types (RFC 7644 §3.4.2.1), by index only. Types follow each other where keys are equal. */
export async function searchEverything(
  { config, database, searchGate }: Services,
  stores: readonly ResourceStore[],
  { request, reply, search }: { request: FastifyRequest; reply: FastifyReply; search: SearchRequest },
): Promise<FastifyReply> {
  const paging = parsePaging(search, { defaultPageSize: config.pageSize, maxPageSize: config.maxPageSize });
  if (paging.kind !== 'index') throw new TypeError('Cursors are not offered here.');
  const searched = stores.flatMap((store): Searched[] => {
    const table = store.table(request.scim);
    return table === undefined ? [] : [{ store, table }];
  });
  const types = searched.map(({ store }) => store.type);
  const filters = filtersOf(search, types, request.scim);
  const sorts = sortsOf(search, types);
  const sources = searched.map(({ table }, index) => ({
    table,
    filter: filters[index],
    sortBy: sorts[index]?.attribute,
  }));
  const order = sorts.find((sort) => sort !== undefined)?.order ?? 'ascending';
  const window = { order, offset: paging.startIndex - 1, limit: paging.count };
  const read = async (snapshot: Snapshot): Promise<{ total: number; texts: readonly string[] }> => {
    const { hits, total } = await searchUnion(snapshot, sources, window);
    return { total, texts: await loadHits(snapshot, searched, { hits, request, search }) };
  };
  const { total, texts } = await searchGate.run(request.scim.caller.connection.id, () =>
    readSnapshot(database, config.scimQueryTimeout, read),
  );
  return sendPage(reply, { totalResults: total, startIndex: paging.startIndex }, texts);
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
async function loadHits(
  snapshot: Snapshot,
  searched: readonly Searched[],
  { hits, request, search }: { hits: readonly Hit[]; request: FastifyRequest; search: SearchRequest },
): Promise<readonly string[]> {
  const texts = new Map<string, string>();
  for (const [source, { store }] of searched.entries()) {
    const ids = hits.filter((hit) => hit.source === source).map(({ id }) => id);
    if (ids.length === 0) continue;
    const shown = parseProjection(search, store.type);
    const resources = await store.load(request.scim, snapshot, { ids, shown });
    for (const stored of resources) texts.set(stored.id, writeResource(request, store, stored, shown));
  }
  const end = hits.findIndex(({ id }) => !texts.has(id));
  return hits.slice(0, end === -1 ? hits.length : end).map(({ id }) => texts.get(id) ?? '');
}
