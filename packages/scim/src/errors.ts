import type { JsonObject } from './json.ts';

/** Detail error keywords: RFC 7644 §3.12 table 9 and RFC 9865 §2.1 table 3. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount';

/** One thing that is wrong with a message: where, what kind, and in words. */
export interface Issue {
  /** Attribute path in standard notation (RFC 7644 §3.10), or "" for the message as a whole. */
  readonly path: string;
  readonly code: ScimType;
  readonly detail: string;
}

interface ScimErrorOptions {
  readonly scimType?: ScimType;
  /** Everything that was found wrong, when more than one thing was looked at. */
  readonly issues?: readonly Issue[];
  /** Whole seconds after which the client should try again (429, 503). */
  readonly retryAfter?: number;
}

/**
 * A refusal that the SCIM client is told about (RFC 7644 §3.12).
 * `errorResponse` makes the body; the HTTP status is `status`.
 */
export class ScimError extends Error {
  override readonly name = 'ScimError';
  readonly status: number;
  readonly detail: string;
  declare readonly scimType?: ScimType;
  readonly issues: readonly Issue[];
  declare readonly retryAfter?: number;

  constructor(status: number, detail: string, options: ScimErrorOptions = {}) {
    super(detail);
    this.status = status;
    this.detail = detail;
    this.issues = options.issues ?? [];
    if (options.scimType !== undefined) this.scimType = options.scimType;
    if (options.retryAfter !== undefined) this.retryAfter = options.retryAfter;
  }

  /** 400: the filter's syntax is wrong, or an attribute cannot be compared that way. */
  static invalidFilter(detail: string): ScimError {
    return new ScimError(400, detail, { scimType: 'invalidFilter' });
  }

  /** 400: the filter would yield more than the server is willing to work out. */
  static tooMany(detail: string): ScimError {
    return new ScimError(400, detail, { scimType: 'tooMany' });
  }

  /** 409: a value is in use already, or reserved. */
  static uniqueness(detail: string): ScimError {
    return new ScimError(409, detail, { scimType: 'uniqueness' });
  }

  /** 400: the attribute may not be changed in that way. */
  static mutability(detail: string): ScimError {
    return new ScimError(400, detail, { scimType: 'mutability' });
  }

  /** 400: the body's structure is wrong. */
  static invalidSyntax(detail: string): ScimError {
    return new ScimError(400, detail, { scimType: 'invalidSyntax' });
  }

  /** 400: a PATCH path is malformed. */
  static invalidPath(detail: string): ScimError {
    return new ScimError(400, detail, { scimType: 'invalidPath' });
  }

  /** 400: a PATCH path points at nothing that could be changed. */
  static noTarget(detail: string): ScimError {
    return new ScimError(400, detail, { scimType: 'noTarget' });
  }

  /** 400: a required value is missing, or a value does not suit the attribute. */
  static invalidValue(detail: string): ScimError {
    return new ScimError(400, detail, { scimType: 'invalidValue' });
  }

  /** 400: the protocol version asked for is not spoken here. */
  static invalidVers(detail: string): ScimError {
    return new ScimError(400, detail, { scimType: 'invalidVers' });
  }

  /** 400: the request URI carries personal data that belongs in a body. */
  static sensitive(detail: string): ScimError {
    return new ScimError(400, detail, { scimType: 'sensitive' });
  }

  /** 400: the cursor was not issued by this server for this query (RFC 9865 §2.1). */
  static invalidCursor(detail: string): ScimError {
    return new ScimError(400, detail, { scimType: 'invalidCursor' });
  }

  /** 400: the cursor was not used in time (RFC 9865 §2.1). */
  static expiredCursor(detail: string): ScimError {
    return new ScimError(400, detail, { scimType: 'expiredCursor' });
  }

  /** 400: the count of a cursor query is out of range (RFC 9865 §2.1). */
  static invalidCount(detail: string): ScimError {
    return new ScimError(400, detail, { scimType: 'invalidCount' });
  }

  /** 401: the credentials are missing or wrong. */
  static unauthorized(detail: string): ScimError {
    return new ScimError(401, detail);
  }

  /** 403: the credentials do not allow it. */
  static forbidden(detail: string): ScimError {
    return new ScimError(403, detail);
  }

  /** 404: there is no such resource or endpoint. Only for a lookup that found nothing. */
  static notFound(detail: string): ScimError {
    return new ScimError(404, detail);
  }

  /** 405: the endpoint does not have the method. */
  static methodNotAllowed(detail: string): ScimError {
    return new ScimError(405, detail);
  }

  /** 406: none of the media types that the client takes is offered. */
  static notAcceptable(detail: string): ScimError {
    return new ScimError(406, detail);
  }

  /** 409 without a keyword: the state of the server stands in the way, but no value is taken. */
  static conflict(detail: string): ScimError {
    return new ScimError(409, detail);
  }

  /** 412: the resource has changed since the version that the client names. */
  static preconditionFailed(detail: string): ScimError {
    return new ScimError(412, detail);
  }

  /** 413: the body is too long, or has too many operations. */
  static payloadTooLarge(detail: string): ScimError {
    return new ScimError(413, detail);
  }

  /** 415: the body is of a media type that is not read. */
  static unsupportedMediaType(detail: string): ScimError {
    return new ScimError(415, detail);
  }

  /** 429. `retryAfter` in whole seconds. */
  static tooManyRequests(detail: string, retryAfter: number): ScimError {
    return new ScimError(429, detail, { retryAfter });
  }

  /** 500: something that we do not know went wrong. `detail` reaches the client: no internals. */
  static internal(detail: string): ScimError {
    return new ScimError(500, detail);
  }

  /** 501: the operation is not supported. */
  static notImplemented(detail: string): ScimError {
    return new ScimError(501, detail);
  }

  /** 503. `retryAfter` in whole seconds. */
  static unavailable(detail: string, retryAfter: number): ScimError {
    return new ScimError(503, detail, { retryAfter });
  }
}

/** The schema of an error answer. */
export const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** The body of an error answer. `status` is text there, as RFC 7644 §3.12 asks. */
export function errorResponse(error: ScimError): JsonObject {
  return {
    schemas: [errorSchema],
    status: String(error.status),
    ...(error.scimType === undefined ? {} : { scimType: error.scimType }),
    detail: error.detail,
  };
}

/** Kinds in the order in which they are reported: a body that cannot be read comes before a value that does not fit. */
const order: readonly ScimType[] = ['invalidSyntax', 'invalidPath', 'mutability', 'noTarget', 'invalidValue'];

function rank(issue: Issue): number {
  const index = order.indexOf(issue.code);
  return index < 0 ? order.length : index;
}

/** Makes one error of several issues: the first of the most basic kind, with all of them attached. */
export function errorOfIssues(issues: readonly Issue[]): ScimError {
  const first = issues.reduce((best, issue) => (rank(issue) < rank(best) ? issue : best));
  return new ScimError(400, first.detail, { scimType: first.code, issues });
}
