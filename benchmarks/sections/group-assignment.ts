import { openEndpoint } from '../support/bench.ts';
import { makeGroup } from '../support/groups.ts';
import { runLoad } from '../support/load.ts';
import { assignGroup, inStep, type SendingBench } from '../support/sending-bench.ts';
import { startRelay } from '../support/relay.ts';
import type { Line } from '../support/table.ts';
import { readUsage } from '../support/usage.ts';

/** People of one application who are worked on at once, unless it says otherwise. */
const atOnce = 8;

/**
 * A group is assigned to an application at an empty target: how long until everybody has an account, beside a bare loop
 * that sends the same requests through the same relay to another empty organization of the same server.
 */
export async function measureGroupAssignment(bench: SendingBench, people: readonly string[]): Promise<readonly Line[]> {
  const { source, target, directory, relay } = bench;
  const group = await makeGroup(directory, people);
  const before = await readUsage(source.pid);
  const began = performance.now();
  await assignGroup(bench, group);
  const answered = performance.now();
  await inStep(bench, people.length);
  const seconds = (performance.now() - began) / 1000;
  const after = await readUsage(source.pid);
  const requests = relay.take();
  const empty = await openEndpoint(target, 'bare');
  const passing = await startRelay(empty);
  const make = (index: number) => requests[index] ?? [];
  const bare = await runLoad(
    { ...empty, port: passing.port },
    { connections: atOnce, make, end: { requests: requests.length } },
  );
  passing.close();
  if (Object.keys(bare.statuses).some((status) => Number(status) >= 300)) {
    throw new Error(`bare loop: ${JSON.stringify(bare.statuses)}`);
  }
  const perPerson = (used: number): number => (used / people.length) * 1e6;
  return [
    { name: 'until the group is assigned', value: answered - began, unit: 'ms' },
    { name: `until everybody is in step`, value: seconds, unit: 's' },
    { name: `${requests.length} requests by a bare loop`, value: bare.seconds, unit: 's' },
    { name: 'the engine takes longer by', value: seconds - bare.seconds, unit: 's', most: true, limit: 10 },
    { name: 'server, for each person', value: perPerson(after.server - before.server), unit: 'µs' },
    { name: 'its PostgreSQL, for each person', value: perPerson(after.database - before.database), unit: 'µs' },
  ];
}
