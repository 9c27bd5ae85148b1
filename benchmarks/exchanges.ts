/**
 * What recording SCIM requests costs, in processor time of the server's process for each request:
 * `node benchmarks/exchanges.ts [requests]`. Each setting gets a server and an embedded PostgreSQL of its own.
 */
import { mkdtemp, chmod, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdminClient, routes } from '@lockstep/admin-api';
import { runLoad, type LoadRequest, type Target } from './support/load.ts';
import { startNode, stop } from './support/processes.ts';

const adminToken = 'an administrator token for benchmarks only';
const total = Number(process.argv[2] ?? '10000');
const connections = 32;
const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];

const loads: Readonly<Record<string, (index: number) => LoadRequest>> = {
  create: (index) => ({
    method: 'POST',
    path: '/Users',
    body: JSON.stringify({
      schemas,
      userName: `person.${index}@acme.example`,
      displayName: `Given Family ${index}`,
      name: { familyName: `Family ${index}`, givenName: 'Given' },
      emails: [{ value: `person.${index}@acme.example`, type: 'work', primary: true }],
      title: 'Engineer',
      active: true,
    }),
  }),
  'userName eq': (index) => ({
    method: 'GET',
    path: `/Users?filter=userName%20eq%20%22person.${(index * 7919) % total}%40acme.example%22`,
  }),
};

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

/** Processor time of a process so far, in microseconds; Linux only. The clock ticks a hundred times a second. */
async function processorTime(pid: number | undefined): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

async function measure(exchanges: string): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'lockstep-bench-'));
  await chmod(data, 0o755);
  const bin = join(import.meta.dirname, '../packages/server/bin/lockstep.js');
  const server = await startNode([bin, 'serve', '--port', '0', '--data', data], {
    ready: /ready at (\S+)/,
    environment: { LOCKSTEP_ADMIN_TOKEN: adminToken, LOCKSTEP_SCIM_RATE: '0', LOCKSTEP_EXCHANGES: exchanges },
  });
  try {
    const target = await openEndpoint(server.ready);
    for (const [name, make] of Object.entries(loads)) {
      const before = await processorTime(server.child.pid);
      const { perSecond } = await runLoad(target, { connections, total, make });
      // what is still waiting to be written belongs to these requests
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const each = ((await processorTime(server.child.pid)) - before) / total;
      const cells = [
        exchanges.padEnd(8),
        name.padEnd(12),
        each.toFixed(0).padStart(6),
        perSecond.toFixed(0).padStart(8),
      ];
      process.stdout.write(`${cells.join(' ')}\n`);
    }
  } finally {
    await stop(server);
    await rm(data, { recursive: true, force: true });
  }
}

process.stdout.write(`${total} requests each\nrecord   request       µs CPU       /s\n`);
for (const exchanges of ['off', 'headers', 'full']) await measure(exchanges);
