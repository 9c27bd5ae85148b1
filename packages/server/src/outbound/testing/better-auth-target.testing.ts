import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { scim } from '@better-auth/scim';
import { betterAuth, type BetterAuthPlugin } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { TestDatabase } from '../../storage/test-database.testing.ts';
import { RequestLog } from './request-log.testing.ts';

/** A SCIM server that others wrote, over PostgreSQL: the SCIM plugin of Better Auth. */
export interface BetterAuthTarget {
  readonly baseUrl: string;
  readonly token: string;
  readonly log: RequestLog;
  close(): Promise<void>;
}

/** In a schema of its own of the database given. */
export async function startBetterAuthTarget(database: TestDatabase): Promise<BetterAuthTarget> {
  await database.pool.query('create schema better_auth');
  const pool = new pg.Pool({ ...database.connection, options: '-c search_path=better_auth', max: 5 });
  const token = randomUUID() + randomUUID();
  // its types disagree with those of Better Auth where optional members are exact
  const plugin: unknown = scim({
    connections: [{ id: 'lockstep', credentials: [{ type: 'bearer', id: 'test', token }] }],
  });
  const auth = betterAuth({
    baseURL: 'http://127.0.0.1',
    secret: randomUUID(),
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    database: { db: new Kysely({ dialect: new PostgresDialect({ pool }) }), type: 'postgres', transaction: true },
    plugins: [plugin as BetterAuthPlugin],
  });
  await (await getMigrations(auth.options)).runMigrations();
  const log = new RequestLog();
  const handle = toNodeHandler(auth);
  const server = createServer((request, answer) => {
    log.add(request.method ?? '', request.url ?? '', undefined);
    void handle(request, answer).catch(() => answer.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}/api/auth/scim/v2`;
  return {
    baseUrl,
    token,
    log,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await pool.end();
    },
  };
}
