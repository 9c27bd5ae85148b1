import { percentile } from '../support/load.ts';
import { patchSchemas } from '../support/groups.ts';
import type { SendingBench } from '../support/sending-bench.ts';
import { send } from '../support/send.ts';
import type { Line } from '../support/table.ts';

/** One person after the other is changed: how long from the request to the directory until the target has answered. */
export async function measureChanges(
  { directory, relay }: SendingBench,
  people: readonly string[],
  changes: number,
): Promise<readonly Line[]> {
  const times: number[] = [];
  for (let change = 0; change < changes; change += 1) {
    const person = people[Math.floor((change * people.length) / changes)];
    const displayName = `Changed ${change} of ${changes}`;
    const body = JSON.stringify({ schemas: patchSchemas, Operations: [{ op: 'replace', value: { displayName } }] });
    const answered = relay.answered(displayName);
    const began = performance.now();
    await send(directory, { method: 'PATCH', path: `/Users/${person}`, body });
    times.push((await answered) - began);
  }
  return [
    { name: `a change at the target, median`, value: percentile(times, 0.5), unit: 'ms' },
    { name: `p95 of ${changes}`, value: percentile(times, 0.95), unit: 'ms', most: true, limit: 500 },
  ];
}
