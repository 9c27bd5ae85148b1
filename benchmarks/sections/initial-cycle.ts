import type { Bench } from '../support/bench.ts';
import { runLoad, type LoadRequest } from '../support/load.ts';
import type { Line } from '../support/table.ts';
import { createUser, userNameOf } from '../support/users.ts';

const people = 10_000;
const connections = 16;

/** Okta's first import into an application: everybody is looked up by name, and created as there is nobody of the name. */
export async function measureInitialCycle(bench: Bench): Promise<readonly Line[]> {
  const from = bench.nextUser;
  bench.nextUser += people;
  const make = (person: number): readonly LoadRequest[] => [
    {
      method: 'GET',
      path: `/Users?filter=${encodeURIComponent(`userName eq "${userNameOf(from + person)}"`)}&startIndex=1&count=100`,
    },
    createUser(from + person),
  ];
  const { seconds, statuses } = await runLoad(bench.lockstep, { connections, make, end: { requests: people } });
  if (statuses['200'] !== people || statuses['201'] !== people) throw new Error(JSON.stringify(statuses));
  return [
    { name: 'initial cycle of 10,000 users', value: people / seconds, unit: 'users/s', most: false, limit: 2000 },
  ];
}
