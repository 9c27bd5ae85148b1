import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createAdminClient, routes } from '@lockstep/admin-api';
import { startNode, stop } from '../../benchmarks/support/processes.ts';
import { residentMegabytes } from '../../benchmarks/support/usage.ts';
import { defineThings } from '../things.ts';
import type { Target } from './exchange.ts';
import { fuzz, type FuzzReport } from './fuzz.ts';

/**
 * `npm run fuzz -- --count 200000 --seed 1 --concurrency 16`: malformed requests against the real server, in a process
 * of its own with its embedded PostgreSQL. Ends with 1 when anything was found.
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    concurrency: { type: 'string', default: '16' },
  },
});
const [count, seed, concurrency] = [values.count, values.seed, values.concurrency].map(Number) as [
  number,
  number,
  number,
];

const adminToken = 'an administrator token for fuzzing only';
const secret = 'only-the-neighbour-knows';
/** Megabytes; a server that has been idle has about 150. */
const memoryLimit = 600;

const data = await mkdtemp(join(tmpdir(), 'lockstep-fuzz-'));
const program = join(import.meta.dirname, '../../packages/server/bin/lockstep.js');
const server = await startNode([program, 'serve', '--port', '0', '--data', data], {
  ready: /is ready at (\S+)/,
  environment: { LOCKSTEP_ADMIN_TOKEN: adminToken, LOCKSTEP_SCIM_RATE: '0', LOCKSTEP_LOG_LEVEL: 'error' },
});
const call = createAdminClient({
  fetch: (address, init) => fetch(address, init),
  origin: server.ready,
  headers: { authorization: `Bearer ${adminToken}` },
});

async function createOrganization(slug: string): Promise<Target> {
  await call(routes.createOrganization, { params: {}, body: { slug, name: slug, preset: 'standard' } });
  const params = { org: slug, connection: 'default' };
  await call(routes.setPropagation, { params, body: { propagation: true } });
  const { token, endpoint } = await call(routes.createApiToken, { params, body: { notes: '', validity: 'never' } });
  const { hostname, port, pathname } = new URL(endpoint);
  return { host: hostname, port: Number(port), base: pathname, token };
}

async function ask({ host, port, base, token }: Target, path: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`http://${host}:${port}${base}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

/** People and a group of another organization; the run knows their ids, but nothing else of them. */
async function settle(neighbour: Target): Promise<string[]> {
  const ids: string[] = [];
  for (const userName of ['one', 'two', 'three']) {
    const { id } = await ask(neighbour, '/Users', { userName, title: secret });
    ids.push(String(id));
  }
  const members = ids.map((value) => ({ value }));
  const { id } = await ask(neighbour, '/Groups', { displayName: 'neighbours', externalId: secret, members });
  return [...ids, String(id)];
}

function print({ statuses, findings, slowest }: FuzzReport, seconds: number, memory: number): void {
  const counts = Object.entries(statuses).map(([status, times]) => `${status}: ${times}`);
  process.stdout.write(`${count} requests in ${seconds.toFixed(0)} s (${counts.join(', ')})\n`);
  process.stdout.write(`Slowest answer ${slowest.toFixed(0)} ms; the server uses ${memory} MB.\n`);
  for (const { index, fault, request, answer } of findings) {
    process.stdout.write(`\n#${index}: ${fault}\n${request}\n→ ${answer}\n`);
  }
  process.stdout.write(`${findings.length} findings with seed ${seed}.\n`);
}

async function run(): Promise<boolean> {
  const [target, neighbour] = [await createOrganization('fuzzed'), await createOrganization('neighbour')];
  await defineThings({ call }, 'fuzzed');
  const foreign = await settle(neighbour);
  const everything = async (): Promise<string> =>
    JSON.stringify([await ask(neighbour, '/Users?sortBy=id'), await ask(neighbour, '/Groups?sortBy=id')]);
  const before = await everything();
  const began = performance.now();
  const progress = (done: number): void => void process.stderr.write(`${done} …\n`);
  const report = await fuzz(target, { count, seed, concurrency, patience: 10_000, foreign, secret, progress });
  const seconds = (performance.now() - began) / 1000;
  const untouched = (await everything()) === before;
  if (!untouched) process.stdout.write('The other organization has changed.\n');
  const memory = await residentMegabytes(server.child.pid);
  if (memory > memoryLimit) process.stdout.write(`The server uses more than ${memoryLimit} MB.\n`);
  print(report, seconds, memory);
  return report.findings.length === 0 && untouched && memory <= memoryLimit;
}

try {
  process.exitCode = (await run()) ? 0 : 1;
} finally {
  await stop(server);
  await rm(data, { recursive: true, force: true });
}
