import type { AppliedTolerance } from '@lockstep/scim';
import type { Connection } from '../connection-rows.ts';
import type { SecretNames } from './mask-body.ts';

/** How the identity provider behind a request was recognised. */
export type ClientName = 'okta' | 'entra' | 'other';

/**
 * What became of a body: kept `whole`; `masked`, with secrets replaced; `cut` at the limit; `withheld`, because it was
 * too long or too broken to find the secrets in it, or because too much arrived at once; `none`, nothing to keep.
 */
export type Kept = 'whole' | 'masked' | 'cut' | 'withheld' | 'none';

/** A body as it is kept. `bytes` is the length of what was sent, in UTF-16 units. */
export interface KeptBody {
  readonly text?: string;
  readonly kept: Kept;
  readonly bytes: number;
}

/** What a request was put up with: a leniency of the dialect, or a service that the rule of seats left out. */
export type Noted = AppliedTolerance | { readonly name: 'serviceWithoutSeat'; readonly path: string };

/** A request that was answered, as the endpoint hands it over: nothing is copied or looked at yet. */
export interface Answered {
  readonly id: string;
  /** The organization's part of the address; nothing vouches that it exists. */
  readonly slug: string;
  /** Absent where the request was refused before its token was known. */
  readonly caller?: {
    readonly connection: Pick<Connection, 'organizationId' | 'id'>;
    readonly token: { readonly id: string; readonly name: string };
  };
  /** SHA-256 of the token of a request that was refused. */
  readonly digest?: Buffer;
  readonly at: Date;
  /** Milliseconds from the request's arrival to the end of its answer. */
  readonly duration: number;
  readonly method: string;
  /** Below the endpoint, with the query: `/Users?count=1`. */
  readonly path: string;
  readonly status: number;
  readonly address: string;
  readonly isWrite: boolean;
  readonly tolerances: readonly Noted[];
  /** What must not be kept of the bodies, by the organization's schemas. */
  readonly secrets: SecretNames;
  readonly requestHeaders: Readonly<Record<string, unknown>>;
  readonly requestBody: string;
  readonly answerHeaders: Readonly<Record<string, unknown>>;
  readonly answerBody: string;
}
