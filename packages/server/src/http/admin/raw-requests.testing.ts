import { basePath, problemSchema } from '@lockstep/admin-api';
import { expect } from 'vitest';
import type { TestServer } from '../../test-server.testing.ts';
import { cookiesOf, password } from './people.testing.ts';

interface RawRequests {
  readonly send: (path: string, init?: RequestInit) => Promise<Response>;
  /** JSON with these headers, and no other. */
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>;
  /** The headers of somebody who signed in with the password of `people.testing.ts`. */
  readonly signIn: (email: string) => Promise<Record<string, string>>;
}

/** Requests to addresses of the admin API with what is said and nothing else, and their answers as they come. */
export function rawRequests({ url }: TestServer): RawRequests {
  const send: RawRequests['send'] = (path, init = {}) => fetch(url + basePath + path, init);
  const post: RawRequests['post'] = (path, body, headers = {}) =>
    send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const signIn: RawRequests['signIn'] = async (email) => {
    const answer = await post('/session', { email, password });
    expect(answer.status).toBe(200);
    return { cookie: cookiesOf(answer), origin: url };
  };
  return { send, post, signIn };
}

/** The answer is a problem of this status and code, as `application/problem+json`, with its correlation id. */
export async function expectProblem(answer: Response, status: number, code: string): Promise<void> {
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const problem = problemSchema.parse(await answer.json());
  expect(problem).toMatchObject({ status, code });
  expect(problem.correlationId).toBe(answer.headers.get('x-correlation-id'));
  expect(answer.status).toBe(status);
}
