import type { Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { RateLimit } from '../rate-limit.ts';
import type { Answered } from './exchange.ts';
import { toExchangeRow, type KeepRules } from './exchange-row.ts';
import { findOwners, type Owner } from './find-owners.ts';
import { HourCounts, type Counted } from './hour-counts.ts';
import { StrangerLimit } from './stranger-limit.ts';
import { addHours, insertExchanges, type OwnedRow } from './write-exchanges.ts';

export interface RecorderOptions {
  readonly db: Kysely<Tables>;
  /** Undefined: nothing is recorded but the counts of each hour. */
  readonly rules: KeepRules | undefined;
  /** Most that are recorded a second and connection; 0: all. */
  readonly rate: number;
  readonly onError: (error: unknown) => void;
  /** Tells other processes which organizations had requests. */
  readonly tell?: (organizationIds: ReadonlySet<string>) => Promise<void>;
  /** Milliseconds between writes. */
  readonly interval?: number;
}

type Listener = (organizationIds: ReadonlySet<string>) => void;

/** A batch is worked out without a pause, so it is kept short. */
const batchSize = 100;
/** What may wait to be written. Beyond it bodies are not kept, and further on nothing: requests never wait for this. */
const mostWaiting = 10_000;
const mostCharacters = 32 * 1024 * 1024;

function own(row: ReturnType<typeof toExchangeRow>, owner: Owner): OwnedRow {
  return {
    ...row,
    organization_id: owner.organizationId,
    connection_id: owner.connectionId,
    token_id: owner.tokenId,
    token_name: owner.tokenName,
  };
}

/**
 * Records SCIM requests after they were answered: noting one is an entry in a list, and everything else happens in
 * batches behind. The list is bounded; what does not fit is counted in `lost` and reported.
 */
export class ExchangeRecorder {
  readonly #options: RecorderOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #listeners = new Set<Listener>();
  readonly #strangers = new StrangerLimit();
  readonly #rate: RateLimit;
  readonly #counts = new HourCounts();
  #waiting: Answered[] = [];
  #characters = 0;
  #lost = 0;
  #written: Promise<void> = Promise.resolve();

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#rate = new RateLimit(options.rate);
    this.#timer = setInterval(() => void this.flush(), options.interval ?? 250);
    this.#timer.unref();
  }

  /** Whether requests are recorded, so that it is worth noting what they were about. */
  get records(): boolean {
    return this.#options.rules !== undefined;
  }

  /** Whether a refusal of somebody without a usable token is still to be recorded. */
  admitsStranger(slug: string, now: number): boolean {
    return this.#strangers.admits(slug, now);
  }

  /** Whether one more request of a connection is recorded; what comes too fast would only push the rest out. */
  admits(connectionId: string, now: number): boolean {
    return this.records && this.#rate.take(connectionId, now) === 0;
  }

  /** Counts a request of a connection that is not recorded. */
  count(connection: Parameters<HourCounts['add']>[0], request: Omit<Counted, 'isRecorded'>): void {
    this.#counts.add(connection, { ...request, isRecorded: false });
  }

  /** Counts a request, and records it where requests are recorded. */
  note(answered: Answered): void {
    if (this.#waiting.length >= mostWaiting) {
      this.#lost += 1;
      return;
    }
    const characters = answered.requestBody.length + answered.answerBody.length;
    const fits = this.#characters + characters <= mostCharacters;
    this.#waiting.push(fits ? answered : { ...answered, requestBody: '', answerBody: '' });
    if (fits) this.#characters += characters;
  }

  /** Told of the organizations that had requests, recorded or only counted. Returns how to stop listening. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Writes what was noted, after what is being written already. */
  flush(): Promise<void> {
    this.#written = this.#written.then(() => this.#writeAll());
    return this.#written;
  }

  /** Writes what was noted; nothing is under way any more afterwards. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  async #writeAll(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#characters = 0;
    if (this.#lost > 0) {
      this.#options.onError(new Error(`${this.#lost} SCIM requests were not recorded: too many at once.`));
      this.#lost = 0;
    }
    const { db, onError } = this.#options;
    try {
      const owners = await findOwners(db, waiting);
      for (const [answered, { organizationId, connectionId: id }] of owners) {
        if (id !== null) this.#counts.add({ organizationId, id }, { ...answered, isRecorded: this.records });
      }
      const counts = this.#counts.take();
      await addHours(db, counts);
      await this.#record(waiting, owners);
      const touched = new Set([...owners.values()].map(({ organizationId }) => organizationId));
      for (const { organization_id } of counts) touched.add(organization_id);
      if (touched.size === 0) return;
      for (const listener of this.#listeners) listener(touched);
      await this.#options.tell?.(touched);
    } catch (error) {
      onError(error);
    }
  }

  /** What the database does not take is left out alone, and reported. */
  async #insert(db: Kysely<Tables>, rows: readonly OwnedRow[]): Promise<void> {
    try {
      await insertExchanges(db, rows);
    } catch (error) {
      this.#options.onError(error);
      if (rows.length < 2) return;
      for (const row of rows) await this.#insert(db, [row]);
    }
  }

  async #record(waiting: readonly Answered[], owners: ReadonlyMap<Answered, Owner>): Promise<void> {
    const { db, rules } = this.#options;
    if (rules === undefined) return;
    for (let start = 0; start < waiting.length; start += batchSize) {
      const rows = waiting.slice(start, start + batchSize).flatMap((answered) => {
        const owner = owners.get(answered);
        return owner === undefined ? [] : [own(toExchangeRow(answered, rules), owner)];
      });
      await this.#insert(db, rows);
    }
  }
}
