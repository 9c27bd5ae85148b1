import type { CatalogTemplate } from '@lockstep/provisioning';
import { catalog } from '@lockstep/provisioning';
import type { Backoff, ScimClient, ScimClientOptions, Send } from '@lockstep/scim-client';
import type { FeedSignal } from '../changes/feed-signal.ts';
import type { Database } from '../storage/database.ts';
import { createFence, type Fence } from './target/fence.ts';
import type { TlsSettings } from './target/send.ts';

/** What the reconciler never exceeds. Times are milliseconds. */
export interface Limits {
  /**
   * Pairs of one application worked on at once, over all processes. More than requests: most of the time a pair waits
   * for the database, or for others to share a Bulk request with.
   */
  readonly perApplication: number;
  /** Requests to one application at once, of this process. */
  readonly requestsAtOnce: number;
  /** Pairs worked on at once by this process. */
  readonly atOnce: number;
  /** After this without a sign of life, another worker takes a pair over. */
  readonly leaseMs: number;
  /** Between looks for due pairs when nothing signals. */
  readonly pollMs: number;
  /** A pair waits this long after a failure that may pass. */
  readonly retry: Backoff;
  /** An application waits this long when nothing can be sent to it. */
  readonly pause: Backoff;
  /** Tries of what collides with another account or is refused for it alone, before a person is asked. */
  readonly refusalAttempts: number;
  /** Between two sweeps of one application. */
  readonly sweepMs: number;
  /** Between two progress events of one application. */
  readonly progressMs: number;
}

export const defaultLimits: Limits = {
  perApplication: 96,
  requestsAtOnce: 8,
  atOnce: 192,
  leaseMs: 30_000,
  pollMs: 500,
  retry: { firstMs: 1000, longestMs: 15 * 60_000 },
  pause: { firstMs: 2000, longestMs: 5 * 60_000 },
  refusalAttempts: 3,
  sweepMs: 24 * 60 * 60_000,
  progressMs: 250,
};

/** The part of a pino logger that is used here. */
export interface Log {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface OutboundOptions {
  readonly database: Database;
  readonly signal: FeedSignal;
  /** 32 bytes; seals the credentials of applications. */
  readonly encryptionKey: Buffer;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** 0 ≤ r < 1. */
  readonly random?: () => number;
  /** The network; a safe HTTP client of our own unless told. */
  readonly send?: Send;
  /** Plain http beyond this machine. */
  readonly allowPlainHttp?: boolean;
  /** Addresses that are not public, beside this machine's own. */
  readonly allowPrivateNetworks?: boolean;
  readonly templates?: readonly CatalogTemplate[];
  readonly limits?: Partial<Limits>;
}

/** A client with what it learned of its target. `key` tells when the settings are others. */
export interface OpenClient {
  readonly key: string;
  readonly client: ScimClient;
  readonly options: ScimClientOptions;
}

/** What the commands, queries and the reconciler share. */
export interface OutboundContext {
  readonly database: Database;
  readonly encryptionKey: Buffer;
  readonly log: Log;
  readonly now: () => number;
  readonly random: () => number;
  /** The network, with the certificates of one application. */
  readonly network: (tls: TlsSettings) => Send;
  readonly templates: readonly CatalogTemplate[];
  /** The client of each application by its id. */
  readonly clients: Map<string, OpenClient>;
  readonly fence: Fence;
  readonly limits: Limits;
  /** Pairs became due: look at once. */
  readonly wake: () => void;
  /** The progress of an application moved. */
  readonly touch: (organizationId: string, applicationId: string) => void;
}

export function withDefaults(
  options: OutboundOptions,
  own: Pick<OutboundContext, 'network' | 'wake' | 'touch'>,
): OutboundContext {
  const { database, encryptionKey, log, now = Date.now, random = Math.random, templates = catalog } = options;
  return {
    database,
    encryptionKey,
    log,
    now,
    random,
    templates,
    clients: new Map(),
    fence: createFence(database),
    limits: { ...defaultLimits, ...options.limits },
    ...own,
  };
}
