import type { JsonObject } from '@lockstep/scim';
import type { ClientError } from './client-error.ts';
import type { ScimClient, SearchQuery, SearchResult } from './scim-client.ts';

export type ListPage =
  | { readonly ok: true; readonly resources: readonly JsonObject[]; readonly total: number }
  | { readonly ok: false; readonly error: ClientError };

/** Asked for where neither the profile nor the target says how many. */
const usualPageSize = 100;

/** Where a page of a list begins. */
export interface ListPosition {
  readonly cursor?: string;
  readonly startIndex?: number;
}

/** The first page: by cursor where the target offers it and the profile looks (RFC 9865), else by index. */
export async function firstPosition(client: ScimClient): Promise<ListPosition> {
  return (await client.features()).cursors ? { cursor: '' } : { startIndex: 1 };
}

/** Asks for one page, of the size that the client profile has; a target may return fewer. */
export async function readPage(
  client: ScimClient,
  endpoint: string,
  at: ListPosition,
  query: Pick<SearchQuery, 'filter' | 'attributes' | 'excludedAttributes'> = {},
): Promise<SearchResult> {
  const { maxPageSize = usualPageSize } = await client.features();
  const { discovers, pageSize } = client.profile;
  const count = discovers ? Math.min(maxPageSize, usualPageSize) : pageSize;
  return client.search(endpoint, { ...query, ...at, ...(count === undefined ? {} : { count }) });
}

/** Undefined after the page that reaches the total (RFC 7644 §3.4.2.4) or has no cursor to a next one, and after an empty one. */
export function nextPosition(
  { resources, nextCursor, total }: Extract<SearchResult, { ok: true }>,
  { cursor, startIndex = 1 }: ListPosition,
): ListPosition | undefined {
  if (cursor !== undefined) {
    // the same cursor again would never end
    return nextCursor === undefined || nextCursor === cursor ? undefined : { cursor: nextCursor };
  }
  const after = startIndex + resources.length;
  return resources.length === 0 || after > total ? undefined : { startIndex: after };
}

/** Every page of a list, asked for one by one. Ends after the last page, or after an error, which is the last thing yielded. */
export async function* listPages(
  client: ScimClient,
  endpoint: string,
  query: Pick<SearchQuery, 'filter' | 'attributes' | 'excludedAttributes'> = {},
): AsyncGenerator<ListPage, void, void> {
  let next: ListPosition | undefined = await firstPosition(client);
  while (next !== undefined) {
    const page: SearchResult = await readPage(client, endpoint, next, query);
    yield page;
    next = page.ok ? nextPosition(page, next) : undefined;
  }
}
