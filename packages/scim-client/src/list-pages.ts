import type { JsonObject } from '@lockstep/scim';
import type { ClientError } from './client-error.ts';
import type { ScimClient, SearchQuery } from './scim-client.ts';

export type ListPage =
  | { readonly ok: true; readonly resources: readonly JsonObject[]; readonly total: number }
  | { readonly ok: false; readonly error: ClientError };

/**
 * Every page of a list (RFC 7644 §3.4.2.4), asked for one by one. Ends after the page that reaches the total, after
 * an empty page, or after an error, which is the last thing yielded. A target may return fewer than asked for.
 */
export async function* listPages(
  client: ScimClient,
  endpoint: string,
  query: Pick<SearchQuery, 'filter' | 'attributes'> = {},
): AsyncGenerator<ListPage, void, void> {
  let startIndex = 1;
  for (;;) {
    const page = await client.search(endpoint, { ...query, startIndex, count: client.profile.pageSize });
    yield page;
    if (!page.ok || page.resources.length === 0) return;
    startIndex += page.resources.length;
    if (startIndex > page.total) return;
  }
}
