import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { openDatabase, type Database } from './database.ts';

/** The migrated database that every test database is a copy of. */
export const templateName = 'template_lockstep';

/** Where the PostgreSQL of this test run listens. */
export interface TestCluster {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    cluster: TestCluster;
  }
}

export interface TestDatabase extends Database {
  /** The same database for a second pool or another process. */
  readonly connection: pg.PoolConfig;
  readonly url: string;
}

async function administrate(statement: string): Promise<void> {
  const client = new pg.Client({ ...inject('cluster'), database: 'postgres' });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A database of its own for a test file, with every table and no rows. `close()` drops it. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const cluster = inject('cluster');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administrate(`create database ${name} template ${templateName}`);
  const connection = { ...cluster, database: name };
  const database = openDatabase({ connection, poolSize: 10 });
  const host = encodeURIComponent(cluster.host);
  return {
    ...database,
    connection,
    url: `postgres://${cluster.user}:${encodeURIComponent(cluster.password)}@${host}:${cluster.port}/${name}`,
    close: async () => {
      await database.close();
      await administrate(`drop database ${name} with (force)`);
    },
  };
}
