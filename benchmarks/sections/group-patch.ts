import type { Bench } from '../support/bench.ts';
import { makeGroup, patchSchemas as schemas, withoutMembers as query } from '../support/groups.ts';
import { percentile, runLoad, type LoadRequest } from '../support/load.ts';
import type { Line } from '../support/table.ts';

const sizes = { large: 50_000, small: 100 };
const requests = 60;
const operationsEach = 100;
/** Half of the operations add, half remove, each of one member, and every one of them changes something. */
function patchBody(comes: readonly string[], goes: readonly string[]): string {
  const Operations = [
    ...comes.map((value) => ({ op: 'add', path: 'members', value: [{ value }] })),
    ...goes.map((value) => ({ op: 'remove', path: `members[value eq "${value}"]` })),
  ];
  return JSON.stringify({ schemas, Operations });
}

/** Milliseconds of the median request, one after the other. */
async function measure({ lockstep }: Bench, group: string, bodies: readonly [string, string]): Promise<number> {
  const make = (index: number): LoadRequest => ({
    method: 'PATCH',
    path: `/Groups/${group}${query}`,
    body: bodies[index % 2] ?? '',
  });
  const { times, statuses } = await runLoad(lockstep, { connections: 1, make, end: { requests } });
  if (statuses['200'] !== requests) throw new Error(`group patch: ${JSON.stringify(statuses)}`);
  return percentile(times, 0.5);
}

/** A PATCH with 100 member operations in a large group and in a small one. */
export async function measureGroupPatch(bench: Bench): Promise<readonly Line[]> {
  const half = operationsEach / 2;
  const count = Math.min(sizes.large, bench.ids.length - half);
  const [stays, comes] = [bench.ids.slice(0, half), bench.ids.slice(-half)];
  const bodies = [patchBody(comes, stays), patchBody(stays, comes)] as const;
  const large = await makeGroup(bench.lockstep, bench.ids.slice(0, count));
  const small = await makeGroup(bench.lockstep, bench.ids.slice(0, sizes.small));
  const [inSmall, inLarge]: [number[], number[]] = [[], []];
  for (let round = 0; round < 3; round += 1) {
    inSmall.push(await measure(bench, small, bodies));
    inLarge.push(await measure(bench, large, bodies));
  }
  const ratio = percentile(inLarge, 0.5) / percentile(inSmall, 0.5);
  return [
    { name: `100 operations, group of ${sizes.small}`, value: percentile(inSmall, 0.5), unit: 'ms' },
    { name: `100 operations, group of ${count}`, value: percentile(inLarge, 0.5), unit: 'ms' },
    { name: 'the one against the other', value: ratio, unit: 'times', most: true, limit: 3 },
  ];
}
