import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate, useSearchParams, type To } from 'react-router';

/** What to change in the address's query; `undefined` takes a parameter away. */
type UrlPatch = Readonly<Record<string, string | undefined>>;

/** A list's search, filters, page and open row live in the address, so that a link shows what its sender saw. */
export interface ListUrl {
  readonly get: (name: string) => string | undefined;
  page: number;
  cursor: string | undefined;
  /** Changes a search or a filter, which always leads back to the first page. */
  readonly filter: (patch: UrlPatch) => void;
  /** The address and history state that differ from the present by the patch; the page stays. */
  readonly linkTo: (patch: UrlPatch) => { to: To; state: unknown };
  readonly open: (patch: UrlPatch) => void;
  readonly next: (cursor: string) => void;
  readonly previous: () => void;
}

/** Keyset paging only knows the way forward, so the cursors passed are kept in the history entry's state. */
interface PagingState {
  readonly cursors?: readonly (string | null)[];
}

function patched(params: URLSearchParams, patch: UrlPatch): string {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined || value === '') next.delete(name);
    else next.set(name, value);
  }
  return next.size === 0 ? '' : `?${next.toString()}`;
}

export function useListUrl(): ListUrl {
  const [params] = useSearchParams();
  const location = useLocation();
  const navigate = useNavigate();
  const state = location.state as PagingState | null;
  const go = useCallback(
    (patch: UrlPatch, options?: { replace?: boolean; state?: unknown }) =>
      void navigate({ search: patched(params, patch) }, options),
    [params, navigate],
  );
  return useMemo(() => {
    const page = Number(params.get('page') ?? '1');
    const cursor = params.get('cursor') ?? undefined;
    const passed = state?.cursors ?? [];
    return {
      get: (name) => params.get(name) ?? undefined,
      page,
      cursor,
      filter: (patch) => go({ ...patch, page: undefined, cursor: undefined }, { replace: true }),
      linkTo: (patch) => ({ to: { search: patched(params, patch) }, state }),
      open: (patch) => go(patch, { state }),
      next: (following) =>
        go({ cursor: following, page: String(page + 1) }, { state: { cursors: [...passed, cursor ?? null] } }),
      previous: () => {
        const before = passed.at(-1) ?? undefined;
        const rest = { state: { cursors: passed.slice(0, -1) } };
        // without the way back (a link from somewhere else) the first page is the honest answer
        if (before === undefined) go({ cursor: undefined, page: undefined }, rest);
        else go({ cursor: before, page: String(page - 1) }, rest);
      },
    };
  }, [params, state, go]);
}
