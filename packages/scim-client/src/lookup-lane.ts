import type { JsonObject } from '@lockstep/scim';
import type { ClientError } from './client-error.ts';
import { equals } from './filter-text.ts';
import type { SearchQuery, SearchResult } from './scim-client.ts';

/** A question for the resources in which an attribute has a value. */
export interface Lookup {
  /** `/Users` and the like. */
  readonly endpoint: string;
  /** Ours, never a stranger's. */
  readonly attribute: string;
  readonly value: string;
  /** The target has said that there is one, by a 409: it is asked for alone. */
  readonly exists?: true;
}

export type SendSearch = (endpoint: string, query: SearchQuery) => Promise<SearchResult>;

/** Requests under way at once: one that is slow does not hold up everything else. */
const atOnce = 4;
/** Values of one filter, and characters of them: servers and proxies have limits for both. */
const [mostValues, mostCharacters] = [25, 2000];
/** A target that failed at a filter of several values is asked one by one for so long, in milliseconds. */
const aloneMs = 10 * 60_000;

interface Waiting {
  readonly lookup: Lookup;
  readonly resolve: (result: SearchResult) => void;
}

/**
 * Puts lookups that wait at the same time into one filter, `userName eq "a" or userName eq "b"` (RFC 7644 §3.4.2.2). The
 * answer may hold what others asked for: whoever asks picks what is theirs. One that waits alone goes as it is. Where the
 * target refuses, fails, lists less than it says that there is or lists somebody for whom nobody asked, each is asked for
 * alone, so that nothing is taken for absent which a page or a misread filter left out. A target that leaves out of such an
 * answer what it has, as a 409 tells later, is asked one by one from then on.
 */
export function createLookupLane(search: SendSearch, now: () => number): (lookup: Lookup) => Promise<SearchResult> {
  let waiting: Waiting[] = [];
  let running = 0;
  let aloneUntil = -Infinity;

  const askAlone = ({ endpoint, attribute, value }: Lookup) => search(endpoint, { filter: equals(attribute, value) });

  function takeBatch(): Waiting[] {
    const [first] = waiting;
    const batch: Waiting[] = [];
    const rest: Waiting[] = [];
    let characters = 0;
    for (const one of waiting) {
      const alike = one.lookup.endpoint === first?.lookup.endpoint && one.lookup.attribute === first.lookup.attribute;
      const length = encodeURIComponent(one.lookup.value).length + one.lookup.attribute.length + 20;
      const fits = batch.length === 0 || (batch.length < mostValues && characters + length <= mostCharacters);
      if (alike && fits) {
        batch.push(one);
        characters += length;
      } else rest.push(one);
    }
    waiting = rest;
    return batch;
  }
  async function askTogether(batch: readonly Waiting[]): Promise<SearchResult> {
    const { endpoint, attribute } = batch[0]?.lookup ?? { endpoint: '', attribute: '' };
    const values = [...new Set(batch.map(({ lookup }) => lookup.value))];
    return search(endpoint, { filter: values.map((value) => equals(attribute, value)).join(' or ') });
  }
  async function send(batch: readonly Waiting[]): Promise<void> {
    const [first] = batch;
    if (first === undefined) return;
    if (batch.length === 1) return first.resolve(await askAlone(first.lookup));
    const result = await askTogether(batch);
    const whole =
      result.ok &&
      result.resources.length >= result.total &&
      result.resources.every((one) => batch.some(({ lookup }) => matches(lookup, one)));
    if (!whole && !(!result.ok && concernsEverybody(result.error))) {
      aloneUntil = now() + aloneMs;
      await Promise.all(batch.map(async ({ lookup, resolve }) => resolve(await askAlone(lookup))));
      return;
    }
    if (!result.ok && result.error.kind === 'unknown') aloneUntil = now() + aloneMs;
    // an error is each one's own: what others asked for is nothing that a reader of this one should see
    for (const { resolve } of batch) resolve(result.ok ? result : { ok: false, error: { ...result.error } });
  }
  async function flush(): Promise<void> {
    if (running >= atOnce || waiting.length === 0) return;
    running += 1;
    const batch = takeBatch();
    try {
      await send(batch);
    } finally {
      running -= 1;
      void flush();
    }
  }
  /** Had the filter been read rightly, the resource would have been found before anybody tried to create it. */
  async function askForExisting(lookup: Lookup): Promise<SearchResult> {
    const result = await askAlone(lookup);
    if (result.ok && result.resources.some((one) => matches(lookup, one))) aloneUntil = now() + aloneMs;
    return result;
  }
  return (lookup) => {
    if (lookup.exists === true) return askForExisting(lookup);
    if (now() < aloneUntil) return askAlone(lookup);
    return new Promise((resolve) => {
      waiting.push({ lookup, resolve });
      if (running < atOnce) void Promise.resolve().then(flush);
    });
  };
}

/** Without regard to case, as login names compare. */
function matches({ attribute, value }: Lookup, resource: JsonObject): boolean {
  const held = resource[attribute];
  return typeof held === 'string' && held.toLowerCase() === value.toLowerCase();
}

/** Asking one by one would meet the same: the way to the target, its pace, or the credential. */
function concernsEverybody(error: ClientError): boolean {
  if (error.kind === 'refused') return error.status === 401 || error.status === 403;
  return ['throttled', 'redirected', 'unreachable', 'unknown'].includes(error.kind);
}
