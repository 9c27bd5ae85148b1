import type { JsonObject } from '@lockstep/scim';
import type { ClientError } from './client-error.ts';
import type { ScimClient, SearchQuery, SearchResult } from './scim-client.ts';

export type ListPage =
  | { readonly ok: true; readonly resources: readonly JsonObject[]; readonly total: number }
  | { readonly ok: false; readonly error: ClientError };

/** Asked for where neither the profile nor the target says how many. */
const usualPageSize = 100;

/**
 * Every page of a list, asked for one by one: by cursor where the target offers it and the profile looks (RFC 9865),
 * else by index (RFC 7644 §3.4.2.4). Ends after the page that reaches the total or has no cursor to a next one, after an
 * empty page, or after an error, which is the last thing yielded. A target may return fewer than asked for.
 */
export async function* listPages(
  client: ScimClient,
  endpoint: string,
  query: Pick<SearchQuery, 'filter' | 'attributes' | 'excludedAttributes'> = {},
): AsyncGenerator<ListPage, void, void> {
  const { cursors, maxPageSize = usualPageSize } = await client.features();
  const { pageSize } = client.profile;
  const count = client.profile.discovers ? Math.min(maxPageSize, usualPageSize) : pageSize;
  const size = count === undefined ? {} : { count };
  let next: Pick<SearchQuery, 'cursor' | 'startIndex'> | undefined = cursors ? { cursor: '' } : { startIndex: 1 };
  while (next !== undefined) {
    const page: SearchResult = await client.search(endpoint, { ...query, ...next, ...size });
    yield page;
    next = nextOf(page, next);
  }
}

function nextOf(page: SearchResult, { cursor, startIndex = 1 }: Pick<SearchQuery, 'cursor' | 'startIndex'>) {
  if (!page.ok) return undefined;
  const { resources, nextCursor, total } = page;
  if (cursor !== undefined) {
    // the same cursor again would never end
    return nextCursor === undefined || nextCursor === cursor ? undefined : { cursor: nextCursor };
  }
  const after = startIndex + resources.length;
  return resources.length === 0 || after > total ? undefined : { startIndex: after };
}
