import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createAdminClient, type AdminClient, type ImportReport, type Job, type RouteInput } from '@lockstep/admin-api';
import { routes } from '@lockstep/admin-api';
import { readConfig } from './config/read-config.ts';
import { startServer, type RunningServer } from './main.ts';
import { createTestDatabase, type TestDatabase } from './storage/test-database.testing.ts';

export const adminToken = 'an administrator token for tests only';

/** One SCIM request's answer, its body parsed where there is one. */
export interface ScimAnswer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
  readonly body: any;
}

export interface ScimRequest {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** Sends a SCIM request; objects become JSON, strings go as they are. */
export type ScimCall = (path: string, request?: ScimRequest) => Promise<ScimAnswer>;

export interface TestServer {
  readonly server: RunningServer;
  readonly database: TestDatabase;
  readonly url: string;
  /** The admin API, called with the administrator token. */
  readonly call: AdminClient;
  close(): Promise<void>;
}

/** The whole server in this process, on a database of its own and a free port. */
export async function startTestServer(environment: Record<string, string> = {}): Promise<TestServer> {
  const database = await createTestDatabase();
  const data = await mkdtemp(join(tmpdir(), 'lockstep-data-'));
  const server = await startServer(
    readConfig(
      { port: '0', data, databaseUrl: database.url },
      {
        LOCKSTEP_ADMIN_TOKEN: adminToken,
        LOCKSTEP_SCIM_RATE: '0',
        LOCKSTEP_EXCHANGE_RATE: '0',
        LOCKSTEP_LOG_LEVEL: 'error',
        ...environment,
      },
    ),
    (reason) => {
      throw new Error(reason);
    },
  );
  const call = createAdminClient({
    fetch: (address, init) => fetch(address, init),
    origin: server.url,
    headers: { authorization: `Bearer ${adminToken}` },
  });
  return {
    server,
    database,
    url: server.url,
    call,
    close: async () => {
      await server.close();
      await database.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}

export function scimCaller(endpoint: string, token: string): ScimCall {
  return async (path, { method = 'GET', headers = {}, body } = {}) => {
    const answer = await fetch(endpoint + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
}

/** Waits until a job has ended. */
export async function ended({ call }: Pick<TestServer, 'call'>, org: string, { id }: Pick<Job, 'id'>): Promise<Job> {
  for (;;) {
    const job = await call(routes.getJob, { params: { org, job: id } });
    if (job.state !== 'waiting' && job.state !== 'running') return job;
    await setTimeout(10);
  }
}

/** Imports a CSV file and waits for the end of the job. Its report in the form of a preview's. */
export async function importCsv(
  { call }: Pick<TestServer, 'call'>,
  org: string,
  body: string,
  query: RouteInput<typeof routes.importUsers>['query'] = {},
): Promise<ImportReport> {
  const started = await call(routes.importUsers, { params: { org }, query, body });
  const { state, total: rows, created, changed: updated, unchanged } = await ended({ call }, org, started);
  if (state !== 'finished') throw new Error(`The import is ${state}.`);
  const { failures } = await call(routes.listJobFailures, { params: { org, job: started.id } });
  const faults = failures.map(({ number: _number, line = 0, userId: _userId, ...fault }) => ({ line, ...fault }));
  return { rows, created, updated, unchanged, faults };
}

/** An organization with a token and propagation on, and how to call its SCIM endpoint. */
export async function createTestOrganization(
  { call }: TestServer,
  slug: string,
  preset: 'cybozu' | 'standard' = 'standard',
): Promise<{ readonly scim: ScimCall; readonly token: string; readonly endpoint: string; readonly tokenId: string }> {
  await call(routes.createOrganization, { params: {}, body: { slug, name: slug, preset } });
  const params = { org: slug, connection: 'default' };
  await call(routes.setPropagation, { params, body: { propagation: true } });
  const { token, endpoint, id } = await call(routes.createApiToken, {
    params,
    body: { notes: 'test', validity: { days: 30 } },
  });
  return { scim: scimCaller(endpoint, token), token, endpoint, tokenId: id };
}
