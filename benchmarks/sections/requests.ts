import type { Bench } from '../support/bench.ts';
import { compare, type Comparison, type Kind, type Rounds } from '../support/compare.ts';
import { createUser, externalIdOf, userNameOf } from '../support/users.ts';

/** A prime: visits every one of a round number of users before any of them twice. */
const stride = 7919;

/** The kinds of requests that identity providers send most, of users picked from all that were loaded. */
function kindsOf(bench: Bench): readonly Kind[] {
  const { ids } = bench;
  const any = (index: number): number => (index * stride) % ids.length;
  const lookup = (filter: string): string => `/Users?filter=${encodeURIComponent(filter)}&startIndex=1&count=100`;
  return [
    {
      name: 'get by id',
      target: 0.3,
      expected: 200,
      make: (index) => ({ method: 'GET', path: `/Users/${ids[any(index)]}` }),
    },
    {
      name: 'userName eq',
      target: 0.3,
      expected: 200,
      make: (index) => ({ method: 'GET', path: lookup(`userName eq "${userNameOf(any(index))}"`) }),
    },
    {
      name: 'externalId eq',
      target: 0.3,
      expected: 200,
      make: (index) => ({ method: 'GET', path: lookup(`externalId eq "${externalIdOf(any(index))}"`) }),
    },
    {
      name: 'patch active',
      target: 0.2,
      expected: 200,
      make: (index) => ({
        method: 'PATCH',
        path: `/Users/${ids[any(index)]}`,
        body: JSON.stringify({
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          // everybody is active at first, so each request changes something
          Operations: [{ op: 'replace', path: 'active', value: Math.floor(index / ids.length) % 2 === 1 }],
        }),
      }),
    },
    // last, since there are more users afterwards
    { name: 'create', target: 0.3, expected: 201, make: (index) => createUser(takeNumber(bench, index)) },
  ];
}

/** A user who does not exist yet. The bare server is sent the same bodies, which does not matter to it. */
function takeNumber(bench: Bench, index: number): number {
  bench.nextUser = Math.max(bench.nextUser, bench.ids.length + index + 1);
  return bench.ids.length + index;
}

/** Measures each kind of request beside the bare server. */
export async function compareRequests(
  bench: Bench,
  rounds: Rounds,
  report: (comparison: Comparison) => void,
): Promise<readonly Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const kind of kindsOf(bench)) {
    const comparison = await compare(bench, kind, rounds);
    report(comparison);
    comparisons.push(comparison);
  }
  return comparisons;
}
