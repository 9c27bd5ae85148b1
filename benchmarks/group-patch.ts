/**
 * What a PATCH of 100 members costs in a group of 50,000 and in one of 100: `node benchmarks/group-patch.ts`.
 * Starts a server of its own on an embedded database in a temporary folder. Wall-clock over HTTP, one request after the
 * other on an otherwise idle machine; the median counts.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdminClient, routes } from '@lockstep/admin-api';
import { readConfig } from '../packages/server/src/config/read-config.ts';
import { startServer } from '../packages/server/src/main.ts';
import { openDatabase, type Database } from '../packages/server/src/storage/database.ts';
import { startEmbeddedPostgres } from '../packages/server/src/storage/embedded/start.ts';

const adminToken = 'an administrator token for benchmarks only';
const sizes = { large: 50_000, small: 100 };
const requests = 100;
const warmUp = 10;
const operationsEach = 100;

/** How a client asks, and the status it gets. */
const answers = {
  '204, as Entra or "Prefer: return=minimal"': { query: '', headers: { prefer: 'return=minimal' } },
  '200 without members': { query: '?excludedAttributes=members', headers: {} },
  '200 with every member': { query: '', headers: {} },
} as const;

interface Endpoint {
  readonly url: string;
  readonly token: string;
}

interface Sent {
  readonly method: 'POST' | 'PATCH';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

async function send({ url, token }: Endpoint, path: string, request: Sent): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json', ...request.headers };
  const answer = await fetch(url + path, { ...request, headers });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return text;
}

async function makeEndpoint(origin: string): Promise<Endpoint> {
  const call = createAdminClient({
    fetch: (address, init) => fetch(address, init),
    origin,
    headers: { authorization: `Bearer ${adminToken}` },
  });
  await call(routes.createOrganization, { params: {}, body: { slug: 'bench', name: 'Bench', preset: 'standard' } });
  const params = { org: 'bench', connection: 'default' };
  const body = { notes: 'benchmark', validity: { days: 1 } };
  const { token, endpoint } = await call(routes.createApiToken, { params, body });
  return { url: endpoint, token };
}

/** Users straight into the database: how they got there is not what is measured. */
async function makeUsers({ pool }: Database, count: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into users (organization_id, id, user_name, user_name_key, display_name, active, resource)
     select organizations.id, gen_random_uuid(), 'user' || number, 'user' || number, 'User ' || number, true,
       jsonb_build_object('userName', 'user' || number)
     from organizations, generate_series(1, $1) as number where slug = 'bench'
     returning id`,
    [count],
  );
  await pool.query('analyze');
  return rows.map(({ id }) => id);
}

async function makeGroup(endpoint: Endpoint, { pool }: Database, members: readonly string[]): Promise<string> {
  const body = JSON.stringify({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: `Group of ${members.length}`,
  });
  const { id } = JSON.parse(await send(endpoint, '/Groups', { method: 'POST', body })) as { id: string };
  await pool.query(
    `insert into group_members (organization_id, group_id, user_id)
     select organization_id, id, unnest($2::uuid[]) from groups where id = $1`,
    [id, members],
  );
  await pool.query('analyze group_members');
  return id;
}

/** Half of the operations add, half remove, each of one member, and every one of them changes something. */
function patchBody(comes: readonly string[], goes: readonly string[]): string {
  const operations = [
    ...comes.map((value) => ({ op: 'add', path: 'members', value: [{ value }] })),
    ...goes.map((value) => ({ op: 'remove', path: `members[value eq "${value}"]` })),
  ];
  return JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations });
}

/** Milliseconds of the median request. */
async function measure(
  endpoint: Endpoint,
  group: string,
  bodies: readonly [string, string],
  { query, headers }: (typeof answers)[keyof typeof answers],
): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < requests + warmUp; index += 1) {
    const body = bodies[index % 2] ?? '';
    const start = performance.now();
    await send(endpoint, `/Groups/${group}${query}`, { method: 'PATCH', headers, body });
    if (index >= warmUp) times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[requests / 2] ?? 0;
}

async function run(origin: string, database: Database): Promise<void> {
  const endpoint = await makeEndpoint(origin);
  const half = operationsEach / 2;
  const users = await makeUsers(database, sizes.large + half);
  const [stays, comes] = [users.slice(0, half), users.slice(-half)];
  const bodies = [patchBody(comes, stays), patchBody(stays, comes)] as const;
  const large = await makeGroup(endpoint, database, users.slice(0, sizes.large));
  const small = await makeGroup(endpoint, database, users.slice(0, sizes.small));
  console.log(`PATCH with ${operationsEach} member operations, median of ${requests} requests`);
  for (const [name, answer] of Object.entries(answers)) {
    const [inSmall, inLarge] = [
      await measure(endpoint, small, bodies, answer),
      await measure(endpoint, large, bodies, answer),
    ];
    const ratio = (inLarge / inSmall).toFixed(2);
    console.log(
      `${name}: ${inSmall.toFixed(1)} ms in a group of ${sizes.small}, ${inLarge.toFixed(1)} ms in one of ${sizes.large}: ${ratio} times`,
    );
  }
}

const data = await mkdtemp(join(tmpdir(), 'lockstep-benchmark-'));
const postgres = await startEmbeddedPostgres({ dataDir: data });
try {
  const { host, port, user, password, database: name } = postgres.connection;
  // the host that counts is the one of the query: the folder of a socket does not fit before the path
  const query = new URLSearchParams({ host, port: String(port) }).toString();
  const databaseUrl = `postgres://${user}:${encodeURIComponent(password)}@localhost/${name}?${query}`;
  const environment = { LOCKSTEP_ADMIN_TOKEN: adminToken, LOCKSTEP_SCIM_RATE: '0', LOCKSTEP_LOG_LEVEL: 'error' };
  const config = readConfig({ port: '0', data, databaseUrl }, environment);
  const server = await startServer(config, (reason) => console.error(reason));
  const database = openDatabase({ connection: postgres.connection });
  try {
    await run(server.url, database);
  } finally {
    await database.close();
    await server.close();
  }
} finally {
  await postgres.stop();
  await rm(data, { recursive: true, force: true });
}
