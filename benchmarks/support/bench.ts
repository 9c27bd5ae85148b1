import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createAdminClient, routes, type AdminClient } from '@lockstep/admin-api';
import { runLoad, type Target } from './load.ts';
import { send } from './send.ts';
import { startNode, stop, type Running } from './processes.ts';
import { peakMegabytes, readUsage } from './usage.ts';
import { createUser, userBody } from './users.ts';

const adminToken = 'an administrator token for benchmarks only';

/** A server on an embedded PostgreSQL with its default durability, in processes of its own, and the bare one beside it. */
export interface Bench {
  readonly lockstep: Target;
  readonly bare: Target;
  readonly server: Running;
  readonly bareServer: Running;
  /** Ids of users 0, 1, 2 … in the order of loading. */
  readonly ids: readonly string[];
  /** The number of the next user who does not exist yet. */
  nextUser: number;
}

/** The admin API of a server that {@link startServer} started. */
export function adminOf({ ready: origin }: Running): AdminClient {
  const headers = { authorization: `Bearer ${adminToken}` };
  return createAdminClient({ fetch: (address, init) => fetch(address, init), origin, headers });
}

/** Starts `lockstep serve` on an embedded PostgreSQL in this folder. */
export function startServer(data: string, recording: string): Promise<Running> {
  const bin = join(import.meta.dirname, '../../packages/server/bin/lockstep.js');
  return startNode([bin, 'serve', '--port', '0', '--data', data], {
    ready: /ready at (\S+)/,
    environment: { LOCKSTEP_ADMIN_TOKEN: adminToken, LOCKSTEP_SCIM_RATE: '0', LOCKSTEP_EXCHANGES: recording },
  });
}

/** Makes an organization, and gives its SCIM endpoint with an API token. */
export async function openEndpoint(server: Running, slug: string): Promise<Target> {
  const call = adminOf(server);
  await call(routes.createOrganization, { params: {}, body: { slug, name: slug, preset: 'standard' } });
  const params = { org: slug, connection: 'default' };
  const { token, endpoint } = await call(routes.createApiToken, { params, body: { notes: '', validity: { days: 1 } } });
  const { hostname, port, pathname } = new URL(endpoint);
  return { host: hostname, port: Number(port), basePath: pathname, headers: { authorization: `Bearer ${token}` } };
}

/** Creates users over SCIM, the first of them with the number `from`, and reads the ids of all page by page. */
export async function loadUsers(target: Target, count: number, from = 0): Promise<string[]> {
  const make = (index: number) => createUser(from + index);
  const { statuses } = await runLoad(target, { connections: 64, make, end: { requests: count } });
  if ((statuses['201'] ?? 0) !== count) throw new Error(`loading: ${JSON.stringify(statuses)}`);
  const ids: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const path = `/Users?attributes=id&count=1000&cursor=${encodeURIComponent(cursor)}`;
    const page: { nextCursor?: string; Resources: { id: string }[] } = await send(target, { method: 'GET', path });
    ids.push(...page.Resources.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return ids;
}

/** Seconds to wait at most for PostgreSQL to come to rest, and the share of a processor below which it rests. */
const rest = { longest: 180, share: 0.05 };

/** Waits until PostgreSQL has vacuumed, analyzed and written out what the load left behind. */
export async function settle({ pid }: Running): Promise<void> {
  for (let second = 0; second < rest.longest; second += 2) {
    const before = await readUsage(pid);
    await setTimeout(2000);
    const after = await readUsage(pid);
    // autovacuum wakes up once a minute
    if (second >= 60 && (after.database - before.database) / 2 < rest.share) return;
  }
}

interface BenchOptions {
  /** How many are loaded. */
  readonly users: number;
  /** What is kept of requests: `LOCKSTEP_EXCHANGES`. */
  readonly recording: string;
}

/** Starts both servers, loads the users, runs, and stops everything. Gives the server's peak memory in MB. */
export async function withBench(
  { users, recording }: BenchOptions,
  run: (bench: Bench) => Promise<void>,
): Promise<number> {
  const data = await mkdtemp(join(tmpdir(), 'lockstep-bench-'));
  await chmod(data, 0o755);
  const server = await startServer(data, recording);
  const bareServer = await startNode([join(import.meta.dirname, 'bare-server.ts'), JSON.stringify(userBody(0))], {
    ready: /ready (\d+)/,
  });
  try {
    const lockstep = await openEndpoint(server, 'bench');
    const ids = await loadUsers(lockstep, users);
    // of a small load autovacuum has nothing to do
    if (users >= 20_000) await settle(server);
    await run({
      lockstep,
      bare: { ...lockstep, port: Number(bareServer.ready) },
      server,
      bareServer,
      ids,
      nextUser: users,
    });
    return await peakMegabytes(server.pid);
  } finally {
    await stop(server);
    await stop(bareServer);
    await rm(data, { recursive: true, force: true });
  }
}
