/**
 * What the sending side takes: `npm run bench`, or
 * `node benchmarks/sending.ts [--people 10000] [--pairs 100000] [--changes 60] [--idle 30]`.
 * Source and target run in processes of their own, each on an embedded PostgreSQL with default durability. See
 * docs/performance.md.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { setTimeout } from 'node:timers/promises';
import { measureChanges } from './sections/change-latency.ts';
import { measureGroupAssignment } from './sections/group-assignment.ts';
import { loadUsers, settle } from './support/bench.ts';
import { makeGroup } from './support/groups.ts';
import { assignGroup, inStep, withSendingBench, type SendingBench } from './support/sending-bench.ts';
import { Table, type Line } from './support/table.ts';
import { readUsage } from './support/usage.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '10000' },
    pairs: { type: 'string', default: '100000' },
    changes: { type: 'string', default: '60' },
    idle: { type: 'string', default: '30' },
  },
});
const [people, changes, idle] = [Number(values.people), Number(values.changes), Number(values.idle)];
const pairs = Math.max(people, Number(values.pairs));
const table = new Table();

function print(heading: string, lines: readonly Line[]): void {
  table.heading(`${heading} (load ${loadavg()[0]?.toFixed(1)})`);
  for (const line of lines) table.line(line);
}

/** Milliseconds of processor time in each second in which nothing happens. */
async function measureIdle({ source }: SendingBench, limit?: number): Promise<readonly Line[]> {
  const before = await readUsage(source.pid);
  await setTimeout(idle * 1000);
  const after = await readUsage(source.pid);
  const perSecond = (used: number): number => (used / idle) * 1000;
  const bound = limit === undefined ? {} : { most: true, limit };
  return [
    { name: 'server', value: perSecond(after.server - before.server), unit: 'ms/s', ...bound },
    { name: 'its PostgreSQL', value: perSecond(after.database - before.database), unit: 'ms/s', ...bound },
  ];
}

/** Puts the rest in step by a second group; nothing of it counts. */
async function putInStep(bench: SendingBench, ids: readonly string[]): Promise<void> {
  if (ids.length > people) await assignGroup(bench, await makeGroup(bench.directory, ids.slice(people)));
  await inStep(bench, ids.length);
  bench.relay.take();
  if (ids.length >= 20_000) await settle(bench.source);
}

await withSendingBench(async (bench) => {
  print('At rest, nobody assigned', await measureIdle(bench));
  const first = await loadUsers(bench.directory, people);
  print(`${people} people assigned by one group`, await measureGroupAssignment(bench, first));
  const ids = pairs > people ? await loadUsers(bench.directory, pairs - people, people) : first;
  const known = new Set(first);
  await putInStep(bench, [...first, ...ids.filter((id) => !known.has(id))]);
  print(`At rest, ${pairs} pairs in step`, await measureIdle(bench, 20));
  print(`One person changes, ${pairs} pairs in step`, await measureChanges(bench, ids, changes));
});
process.stdout.write(`\n${table.missed === 0 ? 'Everything is reached.' : `${table.missed} missed.`}\n`);
