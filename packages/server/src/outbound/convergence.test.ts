import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApplicationPlace } from './applications/application-view.ts';
import { actor, createBench, type Bench } from './testing/bench.testing.ts';
import { startFaultyTarget, type Fault, type FaultyTarget } from './testing/faulty-target.testing.ts';

/** Rerun a failure with the seed it prints: `LOCKSTEP_TEST_SEED=… vitest run …`. */
const seed = Number(process.env['LOCKSTEP_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const random = mulberry(seed);

function pick<T>(items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new TypeError('There is nothing to pick from.');
  return item;
}

/** A small seeded generator of numbers 0 ≤ r < 1. */
function mulberry(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const faults: readonly Fault[] = [
  { kind: 'slow', ms: 30 },
  { kind: 'late', ms: 30 },
  { kind: 'cut-before' },
  { kind: 'cut-after' },
  { kind: 'lie', status: 500 },
  { kind: 'lie', status: 503 },
  { kind: 'answer', status: 500 },
  { kind: 'answer', status: 429, headers: { 'retry-after': '0' } },
];

interface Person {
  readonly id: string;
  readonly loginName: string;
  displayName: string;
  email: string;
  active: boolean;
  deleted: boolean;
  assigned: boolean;
  wasActive: boolean;
}

let bench: Bench;
let target: FaultyTarget;
let place: ApplicationPlace;

beforeAll(async () => {
  bench = await createBench();
  target = await startFaultyTarget();
  place = await bench.addApplication(target);
});
afterAll(async () => {
  await target.close();
  await bench.close();
});

type Deed = (person: Person) => Promise<void>;

const rename: Deed = async (person) => {
  person.displayName = `Name ${Math.floor(random() * 5)}`;
  await bench.editUser(person.id, { displayName: person.displayName });
};
const readdress: Deed = async (person) => {
  person.email = pick(['', 'a@example.test', 'b@example.test']);
  await bench.editUser(person.id, { email: person.email });
};
const flip: Deed = async (person) => {
  person.active = !person.active;
  await bench.editUser(person.id, { active: person.active });
};
const assign: Deed = async (person) => {
  person.assigned = true;
  await bench.assign(place, person.id);
};
const unassign: Deed = async (person) => {
  if (person.assigned) await bench.outbound.commands.unassignUser(place, person.id, actor);
  person.assigned = false;
};
const remove: Deed = async (person) => {
  person.deleted = true;
  await bench.deleteUser(person.id);
};
const deeds = [rename, rename, readdress, readdress, flip, assign, assign, unassign];

async function addPerson(index: number): Promise<Person> {
  const loginName = `chaos-${index}`;
  const id = await bench.addUser(loginName, { displayName: 'Name' });
  const person = { id, loginName, displayName: 'Name', email: '', active: true, deleted: false };
  return { ...person, assigned: false, wasActive: false };
}

it(`converges through faults and changes at random (seed ${seed})`, async () => {
  const people = await Promise.all(Array.from({ length: 25 }, (_, index) => addPerson(index)));
  target.fault = () => (random() < 0.3 ? pick(faults) : undefined);
  const until = Date.now() + 12_000;
  while (Date.now() < until) {
    const living = people.filter(({ deleted }) => !deleted);
    const deed = random() < 0.01 && living.length > 15 ? remove : pick(deeds);
    await deed(pick(living));
    // what somebody does at the target by hand
    if (random() < 0.02) target.accounts.delete(pick([...target.accounts.keys(), '']));
    await new Promise((resolve) => setTimeout(resolve, random() * 20));
  }
  target.fault = () => undefined;
  // an account that somebody deleted by hand is missed at the next change of its person
  for (const person of people.filter(({ deleted }) => !deleted)) {
    person.displayName = `Last ${person.displayName}`;
    await bench.editUser(person.id, { displayName: person.displayName });
  }
  await bench.quiet();

  const accounts = [...target.accounts.values()];
  expect(new Set(accounts.map(({ userName }) => userName)).size).toBe(accounts.length);
  for (const person of people) {
    const account = accounts.find(({ userName }) => userName === person.loginName);
    const wanted = person.assigned && person.active && !person.deleted;
    if (!wanted) {
      expect(account?.['active'] ?? false, `${person.loginName} is not wanted`).toBe(false);
      continue;
    }
    expect(account, person.loginName).toMatchObject({
      active: true,
      displayName: person.displayName,
      externalId: person.id,
    });
    const emails = (account?.['emails'] ?? []) as readonly { value: string }[];
    expect(emails.map(({ value }) => value)).toEqual(person.email === '' ? [] : [person.email]);
  }

  target.log.clear();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(target.log.lines()).toEqual([]);
});
