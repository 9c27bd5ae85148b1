import { problemSchema, type Problem } from './problem.ts';
import { basePath, type Route, type RouteInput, type RouteResponse } from './route.ts';

/** The parts of the Fetch standard that the client needs; both browsers and Node have them. */
export interface AdminFetchResponse {
  readonly ok: boolean;
  readonly status: number;
  text(): Promise<string>;
}
export type AdminFetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
) => Promise<AdminFetchResponse>;

/** A refusal or failure that the server explained. */
export class AdminApiError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'AdminApiError';
    this.problem = problem;
  }
}

function fillPath(path: string, params: Readonly<Record<string, unknown>>): string {
  return path.replaceAll(/:([a-z]+)/gi, (_, name: string) => encodeURIComponent(String(params[name])));
}

function queryString(query: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function toProblem(status: number, text: string): Problem {
  try {
    return problemSchema.parse(JSON.parse(text));
  } catch {
    // something between us and the server answered
    return {
      type: 'about:blank',
      title: 'Unexpected answer',
      status,
      code: 'internal',
      detail: `The server answered ${status} with something that is not a problem document.`,
      correlationId: '',
    };
  }
}

export type AdminClient = <R extends Route>(route: R, input: RouteInput<R>) => Promise<RouteResponse<R>>;

/**
 * A client typed by the contract: `await call(routes.getUser, { params: { org, user } })`.
 * Throws {@link AdminApiError} on every answer that is not a success; what `fetch` throws passes through.
 */
export function createAdminClient(options: {
  readonly fetch: AdminFetch;
  /** Origin of the server without a trailing slash; empty for the page's own origin. */
  readonly origin: string;
  readonly headers?: Readonly<Record<string, string>>;
}): AdminClient {
  return async (route, input) => {
    const path = fillPath(route.path, input.params as Record<string, unknown>);
    const query = queryString(input.query ?? {});
    const headers: Record<string, string> = { accept: 'application/json', ...options.headers };
    const init: { method: string; headers: Record<string, string>; body?: string } = { method: route.method, headers };
    if (input.body !== undefined) {
      headers['content-type'] = route.bodyType ?? 'application/json';
      init.body = route.bodyType === undefined ? JSON.stringify(input.body) : String(input.body);
    }
    const answer = await options.fetch(`${options.origin}${basePath}${path}${query}`, init);
    const text = await answer.text();
    if (!answer.ok) throw new AdminApiError(toProblem(answer.status, text));
    const answered: unknown = text === '' ? undefined : route.responseType === undefined ? JSON.parse(text) : text;
    return route.response.parse(answered) as RouteResponse<typeof route>;
  };
}
