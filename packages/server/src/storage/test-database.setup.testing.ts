import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openDatabase } from './database.ts';
import { startEmbeddedPostgres } from './embedded/start.ts';
import { migrateToLatest } from './migrate.ts';
import { templateName } from './test-database.testing.ts';

function toPoolConfig(url: string): pg.PoolConfig {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    host: hostname,
    port: Number(port === '' ? '5432' : port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1),
  };
}

/** Every test file has pools of its own, and some run several servers. The number is read when PostgreSQL starts. */
async function allowConnections(dataDir: string): Promise<void> {
  const postgres = await startEmbeddedPostgres({ dataDir });
  const database = openDatabase({ connection: postgres.connection });
  await database.pool.query('alter system set max_connections = 200');
  await database.close();
  await postgres.stop();
}

/** A PostgreSQL for the tests: the one named by `LOCKSTEP_TEST_DATABASE_URL`, else an embedded one of their own. */
async function startCluster(): Promise<{ readonly connection: pg.PoolConfig; stop(): Promise<void> }> {
  const url = process.env['LOCKSTEP_TEST_DATABASE_URL'];
  if (url !== undefined && url !== '') return { connection: toPoolConfig(url), stop: async () => {} };
  const dataDir = await mkdtemp(join(tmpdir(), 'lockstep-test-'));
  await allowConnections(dataDir);
  const postgres = await startEmbeddedPostgres({ dataDir });
  return {
    connection: postgres.connection,
    stop: async () => {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** One PostgreSQL for all test files, with a migrated template that each file clones. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  const { connection } = cluster;
  const administration = openDatabase({ connection });
  await administration.pool.query(`drop database if exists ${templateName}`);
  await administration.pool.query(`create database ${templateName}`);
  await administration.close();
  const template = openDatabase({ connection: { ...connection, database: templateName } });
  await migrateToLatest(template.db);
  await template.close();
  const { host = '127.0.0.1', port = 5432, user = 'postgres', password } = connection;
  if (typeof password !== 'string') throw new TypeError('The test database needs a password.');
  project.provide('cluster', { host, port, user, password });
  return () => cluster.stop();
}
