/**
 * The fetch that the client is given. The client builds requests and reads answers; who resolves names, opens
 * sockets and decides which addresses may be reached is the caller's business.
 */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** Holds the credential: never log it. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From the start of the request to the last byte of the answer. */
  readonly timeoutMs: number;
  /** The answer's body is cut there. */
  readonly maxBytes: number;
}

/** Header names in lower case. `cut` says that the body was longer than `maxBytes`. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly cut: boolean;
}

export type FailureReason =
  | 'name-not-found'
  | 'refused'
  | 'tls'
  | 'timeout'
  | 'disconnected'
  | 'address-not-allowed'
  | 'other';

/** `sent` is false only where it is certain that no byte of the request reached the target. */
export interface HttpFailure {
  readonly sent: boolean;
  readonly reason: FailureReason;
  /** For people and logs; holds no credential. */
  readonly message: string;
}

/** Never follows a redirect and never throws for what the network does. */
export type Send = (request: HttpRequest) => Promise<HttpAnswer | HttpFailure>;
