import type { Organization } from '../directory/organizations/organizations.ts';
import type { InboundCaller } from './authenticate.ts';

/** The organization of an address and who speaks to it. */
export interface Identified {
  readonly organization: Organization;
  readonly caller: InboundCaller;
}

/** How long another process's change of a token or switch may go unnoticed, in milliseconds. */
const lifetime = 1000;
/** A stranger cannot fill the cache, since only callers that were let in are kept; many tokens could. */
const most = 10_000;

function askOnce<Answer>(
  asked: Map<string, Promise<Answer>>,
  key: string,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const known = asked.get(key);
  if (known !== undefined) return known;
  const answer = ask().finally(() => asked.delete(key));
  asked.set(key, answer);
  return answer;
}

/**
 * Remembers for a moment who a token speaks for: identity providers send many requests in a row, and each would ask the
 * database the same two questions. Requests that come while the answer is awaited wait for the same one. Whoever changes
 * a token, a switch or an organization in this process clears it.
 */
export class CallerCache {
  readonly #entries = new Map<string, { readonly entry: Identified; readonly until: number }>();
  #asked = new Map<string, Promise<Identified>>();
  #organizations = new Map<string, Promise<Organization>>();

  get(key: string, now: number): Identified | undefined {
    const found = this.#entries.get(key);
    if (found === undefined || found.until > now) return found?.entry;
    this.#entries.delete(key);
    return undefined;
  }

  /** Asks, unless that is under way already, and remembers the answer from `now` on. */
  ask(key: string, now: number, ask: () => Promise<Identified>): Promise<Identified> {
    const asked = this.#asked;
    return askOnce(asked, key, async () => {
      const entry = await ask();
      // what was asked before something changed is not remembered
      if (asked === this.#asked) this.#set(key, entry, now);
      return entry;
    });
  }

  /** Asks for an organization, unless that is under way already: who may come from where is asked of each request. */
  askOrganization(slug: string, ask: () => Promise<Organization>): Promise<Organization> {
    return askOnce(this.#organizations, slug, ask);
  }

  #set(key: string, entry: Identified, now: number): void {
    if (this.#entries.size >= most) this.#entries.clear();
    this.#entries.set(key, { entry, until: now + lifetime });
  }

  clear(): void {
    this.#entries.clear();
    this.#asked = new Map();
    this.#organizations = new Map();
  }
}
