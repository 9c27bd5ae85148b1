import { z } from 'zod';
import type { Scope } from './scope.ts';

/** Who may call a route: anybody, a signed-in administrator, or an administrator of the organization in the path. */
export type RouteAccess = 'public' | 'administrator' | 'organization';

/**
 * One route of the admin API: what goes in and what comes out, declared together.
 *
 * `path` is relative to {@link basePath} and names its parameters as `:name`. `text` bodies and answers are strings
 * of the media type given; everything else is JSON. `status` is the status of success; failures are problem documents.
 */
export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly access: RouteAccess;
  /** What an API key needs, where it is not the scope of the path's area; see `scopeOf`. */
  readonly scope?: Scope;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly bodyType?: 'text/csv';
  readonly status: 200 | 201 | 202 | 204;
  readonly response: Response;
  /** The answer is a text of this media type, sent while it is made. */
  readonly responseType?: 'text/csv' | 'application/json';
}

/** Every route hangs below this path. */
export const basePath = '/api/v1';

/** Declares a route; exists so that the four schemas keep their exact types. */
export function defineRoute<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Response extends z.ZodType,
>(route: Route<Params, Query, Body, Response>): Route<Params, Query, Body, Response> {
  return Object.freeze(route);
}

interface TextRoute<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> extends Route<
  Params,
  Query,
  Body,
  z.ZodString
> {
  readonly responseType: 'text/csv' | 'application/json';
}

/** Declares a route that answers with a long text, which is sent while it is made. */
export function defineTextRoute<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  route: Omit<TextRoute<Params, Query, Body>, 'response'>,
): TextRoute<Params, Query, Body> {
  return Object.freeze({ ...route, response: z.string() });
}

/** What a caller gives: unknown members are refused by the schemas themselves. */
export type RouteInput<R extends Route> = {
  readonly params: z.input<R['params']>;
  readonly query?: z.input<R['query']>;
  readonly body?: z.input<R['body']>;
};

/** What a handler sees: parsed, with defaults filled in. */
export type RouteRequest<R extends Route> = {
  readonly params: z.output<R['params']>;
  readonly query: z.output<R['query']>;
  readonly body: z.output<R['body']>;
};

/** What a caller receives. */
export type RouteResponse<R extends Route> = z.output<R['response']>;
