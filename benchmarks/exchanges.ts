/**
 * What recording SCIM requests costs, in processor time of the server and of PostgreSQL for each request:
 * `node benchmarks/exchanges.ts [requests]`. Each setting gets a server and an embedded PostgreSQL of its own.
 */
import { setTimeout } from 'node:timers/promises';
import { withBench, type Bench } from './support/bench.ts';
import { runLoad, type LoadRequest } from './support/load.ts';
import { readUsage } from './support/usage.ts';
import { createUser, userNameOf } from './support/users.ts';

const requests = Number(process.argv[2] ?? '10000');
const connections = 32;

const loads: Readonly<Record<string, (index: number) => LoadRequest>> = {
  create: createUser,
  'userName eq': (index) => ({
    method: 'GET',
    path: `/Users?filter=${encodeURIComponent(`userName eq "${userNameOf((index * 7919) % requests)}"`)}`,
  }),
};

async function measure({ lockstep, server }: Bench, recording: string): Promise<void> {
  for (const [name, make] of Object.entries(loads)) {
    const before = await readUsage(server.pid);
    const { seconds } = await runLoad(lockstep, { connections, make, end: { requests } });
    // what is still waiting to be written belongs to these requests
    await setTimeout(1000);
    const after = await readUsage(server.pid);
    const cells = [
      recording.padEnd(8),
      name.padEnd(12),
      (((after.server - before.server) / requests) * 1e6).toFixed(0).padStart(10),
      (((after.database - before.database) / requests) * 1e6).toFixed(0).padStart(9),
      (requests / seconds).toFixed(0).padStart(8),
    ];
    process.stdout.write(`${cells.join(' ')}\n`);
  }
}

process.stdout.write(`${requests} requests each\nrecord   request       µs server  database       /s\n`);
for (const recording of ['off', 'headers', 'full']) {
  const peak = await withBench({ users: 0, recording }, (bench) => measure(bench, recording));
  process.stdout.write(`${recording.padEnd(8)} most memory of the server: ${peak} MB\n`);
}
