/**
 * SCIM requests on users beside a bare node:http server, in one run: `node benchmarks/users.ts [users]`.
 * The server under test runs in a process of its own on its embedded PostgreSQL with default durability; so does the
 * bare server. One load generator serves both, on the same machine.
 */
import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdminClient, routes } from '@lockstep/admin-api';
import { runLoad, type LoadRequest, type Target } from './support/load.ts';
import { residentMegabytes, startNode, stop, type Running } from './support/processes.ts';

const adminToken = 'an administrator token for benchmarks only';
const loaded = Number(process.argv[2] ?? '20000');
const requests = Number(process.env['BENCH_REQUESTS'] ?? '20000');
const connections = 64;

/** About 1 KB, as identity providers send it. */
function userBody(index: number): Record<string, unknown> {
  return {
    schemas: [
      'urn:ietf:params:scim:schemas:core:2.0:User',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    ],
    externalId: `00u${String(index).padStart(17, '0')}`,
    userName: `person.${index}@acme.example`,
    name: { familyName: `Family ${index}`, givenName: 'Given', formatted: `Given Family ${index}` },
    displayName: `Given Family ${index}`,
    emails: [
      { value: `person.${index}@acme.example`, type: 'work', primary: true },
      { value: `private.${index}@home.example`, type: 'home' },
    ],
    phoneNumbers: [{ value: '+81 3 0000 0000', type: 'work' }],
    addresses: [
      { type: 'work', streetAddress: '1 Example Street', locality: 'Tokyo', postalCode: '100-0001', country: 'JP' },
    ],
    title: 'Engineer',
    preferredLanguage: 'ja-JP',
    locale: 'ja-JP',
    timezone: 'Asia/Tokyo',
    active: true,
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
      employeeNumber: String(index),
      department: 'Development',
      division: 'Products',
      organization: 'Acme',
      costCenter: '4130',
    },
  };
}

interface Bench {
  readonly bare: Target;
  readonly lockstep: Target;
  readonly server: Running;
}

async function openEndpoint(origin: string): Promise<Target> {
  const call = createAdminClient({
    fetch: (address, init) => fetch(address, init),
    origin,
    headers: { authorization: `Bearer ${adminToken}` },
  });
  await call(routes.createOrganization, { params: {}, body: { slug: 'bench', name: 'Bench', preset: 'standard' } });
  const params = { org: 'bench', connection: 'default' };
  const { token, endpoint } = await call(routes.createApiToken, { params, body: { notes: '', validity: { days: 1 } } });
  const { hostname, port, pathname } = new URL(endpoint);
  return { host: hostname, port: Number(port), basePath: pathname, headers: { authorization: `Bearer ${token}` } };
}

async function measure(
  { bare, lockstep, server }: Bench,
  name: string,
  make: (index: number) => LoadRequest,
  expected: string,
): Promise<void> {
  const load = { connections, total: requests, make };
  const base = await runLoad(bare, load);
  const result = await runLoad(lockstep, load);
  const wrong = Object.entries(result.statuses).filter(([status]) => status !== expected);
  if (wrong.length > 0) throw new Error(`${name}: ${JSON.stringify(result.statuses)}`);
  const cells = [
    name.padEnd(28),
    result.perSecond.toFixed(0).padStart(8),
    base.perSecond.toFixed(0).padStart(8),
    (result.perSecond / base.perSecond).toFixed(2).padStart(6),
    result.median.toFixed(1).padStart(8),
    result.p95.toFixed(1).padStart(8),
    String(await residentMegabytes(server.child.pid)).padStart(8),
  ];
  process.stdout.write(`${cells.join(' ')}\n`);
}

async function createUsers(target: Target, from: number, count: number): Promise<string[]> {
  const ids: string[] = [];
  await runLoad(target, {
    connections,
    total: count,
    make: (index) => ({ method: 'POST', path: '/Users', body: JSON.stringify(userBody(from + index)) }),
  });
  const url = `http://${target.host}:${target.port}${target.basePath}/Users?attributes=id&count=1000`;
  const answer = await fetch(url, { headers: target.headers });
  const { Resources } = (await answer.json()) as { Resources: { id: string }[] };
  ids.push(...Resources.map(({ id }) => id));
  return ids;
}

async function main(): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'lockstep-bench-'));
  await chmod(data, 0o755);
  const bin = join(import.meta.dirname, '../packages/server/bin/lockstep.js');
  const server = await startNode([bin, 'serve', '--port', '0', '--data', data], {
    ready: /ready at (\S+)/,
    environment: { LOCKSTEP_ADMIN_TOKEN: adminToken, LOCKSTEP_SCIM_RATE: '0' },
  });
  const bareServer = await startNode(
    [join(import.meta.dirname, 'support/bare-server.ts'), JSON.stringify(userBody(0))],
    {
      ready: /ready (\d+)/,
    },
  );
  try {
    const lockstep = await openEndpoint(server.ready);
    const bare = { ...lockstep, port: Number(bareServer.ready) };
    const bench: Bench = { bare, lockstep, server };
    const ids = await createUsers(lockstep, 0, loaded);
    const idOf = (index: number): string => ids[(index * 7919) % ids.length] ?? '';
    const any = (index: number): number => (index * 7919) % loaded;
    process.stdout.write(`${loaded} users, ${connections} connections, ${requests} requests each\n`);
    process.stdout.write('                                   /s   bare/s  ratio   median      p95   RSS MB\n');
    await measure(
      bench,
      'create',
      (index) => ({ method: 'POST', path: '/Users', body: JSON.stringify(userBody(loaded + index)) }),
      '201',
    );
    await measure(bench, 'get by id', (index) => ({ method: 'GET', path: `/Users/${idOf(index)}` }), '200');
    await measure(
      bench,
      'userName eq',
      (index) => ({
        method: 'GET',
        path: `/Users?filter=userName%20eq%20%22person.${any(index)}%40acme.example%22&startIndex=1&count=100`,
      }),
      '200',
    );
    await measure(
      bench,
      'externalId eq',
      (index) => ({
        method: 'GET',
        path: `/Users?filter=externalId%20eq%20%2200u${String(any(index)).padStart(17, '0')}%22`,
      }),
      '200',
    );
    await measure(
      bench,
      'patch active',
      (index) => ({
        method: 'PATCH',
        path: `/Users/${idOf(index)}`,
        body: JSON.stringify({
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'replace', path: 'active', value: Math.floor(index / ids.length) % 2 === 1 }],
        }),
      }),
      '200',
    );
  } finally {
    await stop(server);
    await stop(bareServer);
    await rm(data, { recursive: true, force: true });
  }
}

await main();
