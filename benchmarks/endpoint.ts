/**
 * What the SCIM endpoint takes, beside a bare node:http server: `npm run bench`, or
 * `node benchmarks/endpoint.ts [--users 100000] [--small 1000] [--million] [--seconds 1] [--rounds 5] [--recording full]`.
 * The server under test runs in a process of its own on its embedded PostgreSQL with default durability; so does the
 * bare server, and this process is the load generator for both. See docs/performance.md.
 */
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { measureGroupPatch } from './sections/group-patch.ts';
import { measureInitialCycle } from './sections/initial-cycle.ts';
import { measurePages } from './sections/pages.ts';
import { compareRequests } from './sections/requests.ts';
import { withBench, type Bench } from './support/bench.ts';
import type { Comparison } from './support/compare.ts';
import { Table } from './support/table.ts';

const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '100000' },
    small: { type: 'string', default: '1000' },
    million: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    recording: { type: 'string', default: 'off' },
  },
});
const connections = 64;
const rounds = { connections, rounds: Number(values.rounds), milliseconds: Number(values.seconds) * 1000 };
const most = Number(values.users);
const sizes = [Number(values.small), most, ...(values.million ? [1_000_000] : [])];
const table = new Table();

async function measureRest(bench: Bench): Promise<void> {
  table.heading('Pages');
  for (const line of await measurePages(bench)) table.line(line);
  table.heading('Okta, initial cycle: look up, then create, at 16 connections');
  for (const line of await measureInitialCycle(bench)) table.line(line);
  table.heading('PATCH of a group');
  for (const line of await measureGroupPatch(bench)) table.line(line);
}

/** How far the sizes are apart: in what share of the bare server's requests each serves. */
function compareSizes(bySize: ReadonlyMap<number, readonly Comparison[]>): void {
  table.heading(`Against ${most} users: the ratio to the bare server at other sizes`);
  const [, reference = []] = [...bySize].find(([size]) => size === most) ?? [];
  for (const [size, comparisons] of bySize) {
    if (size === most) continue;
    for (const [index, { kind, ratio }] of comparisons.entries()) {
      const share = ratio / (reference[index]?.ratio ?? ratio);
      const apart = Math.max(share, 1 / share);
      table.line({ name: `${kind.name}, ${size} users`, value: apart, unit: 'times', most: true, limit: 1.25 });
    }
  }
}

const [{ model } = { model: 'unknown' }] = cpus();
process.stdout.write(
  `Node ${process.version}, ${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GB; ` +
    `${connections} connections, ${rounds.rounds} rounds of ${values.seconds} s each, in turn with the bare server\n`,
);
const bySize = new Map<number, readonly Comparison[]>();
for (const size of sizes) {
  const peak = await withBench({ users: size, recording: values.recording }, async (bench) => {
    table.heading(`${size} users`);
    table.comparisonsHeading();
    bySize.set(size, await compareRequests(bench, rounds, (comparison) => table.comparison(comparison)));
    if (size === most) await measureRest(bench);
  });
  table.line({ name: `most memory of the server`, value: peak, unit: 'MB', most: true, limit: 250 });
}
compareSizes(bySize);
process.stdout.write(`\n${table.missed === 0 ? 'Everything is reached.' : `${table.missed} missed.`}\n`);
