import { expect } from 'vitest';
import type { ApplicationPlace } from '../applications/application-view.ts';
import { actor, type Bench } from './bench.testing.ts';
import type { Fault, FaultyTarget } from './faulty-target.testing.ts';

/** What a run is made with; its seed repeats what is done, though not the moment at which the engine does its part. */
export interface ChaosRun {
  readonly bench: Bench;
  readonly target: FaultyTarget;
  readonly place: ApplicationPlace;
  readonly seed: number;
  readonly people: number;
  readonly durationMs: number;
  /** Now and then: the death of the worker, for instance. */
  readonly disturb?: () => Promise<void>;
}

interface Person {
  readonly id: string;
  readonly loginName: string;
  displayName: string;
  email: string;
  active: boolean;
  deleted: boolean;
  assigned: boolean;
}

interface PushedGroup {
  readonly id: string;
  displayName: string;
  readonly members: Set<Person>;
}

type Deed = (run: ChaosRun, person: Person, random: Random) => Promise<void>;

interface Random {
  (): number;
  pick<T>(items: readonly T[]): T;
}

/** A small seeded generator of numbers 0 ≤ r < 1 (mulberry32). */
function seeded(seed: number): Random {
  let state = seed;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new TypeError('There is nothing to pick from.');
    return item;
  };
  return Object.assign(random, { pick });
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

const rename: Deed = async ({ bench }, person, random) => {
  person.displayName = `Name ${Math.floor(random() * 5)}`;
  await bench.editUser(person.id, { displayName: person.displayName });
};
const readdress: Deed = async ({ bench }, person, random) => {
  person.email = random.pick(['', 'a@example.test', 'b@example.test']);
  await bench.editUser(person.id, { email: person.email });
};
const flip: Deed = async ({ bench }, person) => {
  person.active = !person.active;
  await bench.editUser(person.id, { active: person.active });
};
const assign: Deed = async ({ bench, place }, person) => {
  person.assigned = true;
  await bench.assign(place, person.id);
};
const unassign: Deed = async ({ bench, place }, person) => {
  if (person.assigned) await bench.outbound.commands.unassignUser(place, person.id, actor);
  person.assigned = false;
};
const remove: Deed = async ({ bench }, person) => {
  person.deleted = true;
  await bench.deleteUser(person.id);
};
/** What happens to a group: somebody comes or goes, it is renamed, somebody pushes it now. */
async function regroup({ bench, place, seed }: ChaosRun, group: PushedGroup, person: Person, random: Random) {
  const deed = random();
  if (deed < 0.2) {
    group.displayName = `Group ${seed} ${group.id.slice(-6)} ${Math.floor(random() * 3)}`;
    await bench.editGroup(group.id, { displayName: group.displayName });
  } else if (deed < 0.3) await bench.outbound.commands.pushNow(place, group.id, actor);
  else if (group.members.delete(person)) await bench.editGroup(group.id, { remove: [person.id] });
  else {
    group.members.add(person);
    await bench.editGroup(group.id, { add: [person.id] });
  }
}

const deeds = [rename, rename, readdress, readdress, flip, assign, assign, unassign];

/**
 * People and pushed groups are changed at random while the target fails at random and is changed by hand; then all is left alone, and the
 * target must come to what is desired: no account twice, nobody active who is not to be, no group twice, and the engine quiet.
 */
export async function chaosRun(run: ChaosRun): Promise<void> {
  const { bench, target } = run;
  const random = seeded(run.seed);
  const people = await Promise.all(Array.from({ length: run.people }, (_, index) => addPerson(run, index)));
  const groups = await Promise.all([0, 1, 2].map((index) => addGroup(run, people.slice(index, index + 4), index)));
  target.fault = () => (random() < 0.3 ? random.pick(faults) : undefined);
  for (const until = Date.now() + run.durationMs; Date.now() < until;) await disorder(run, { people, groups }, random);
  target.fault = () => undefined;
  // an account that somebody deleted by hand is missed at the next change of its person
  for (const person of people.filter(({ deleted }) => !deleted)) {
    person.displayName = `Last ${person.displayName}`;
    await bench.editUser(person.id, { displayName: person.displayName });
  }
  await bench.quiet();
  expectConverged(run, people);
  expectGroupsConverged(run, groups);
  target.log.clear();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(target.log.lines()).toEqual([]);
}

async function addPerson({ bench, seed }: ChaosRun, index: number): Promise<Person> {
  const loginName = `chaos-${seed}-${index}`;
  const id = await bench.addUser(loginName, { displayName: 'Name' });
  return { id, loginName, displayName: 'Name', email: '', active: true, deleted: false, assigned: false };
}

async function addGroup({ bench, place, seed }: ChaosRun, people: readonly Person[], index: number) {
  const displayName = `Group ${seed} ${index}`;
  const members = people.map(({ id }) => id);
  const id = await bench.addGroup(displayName, members);
  await bench.outbound.commands.pushGroups(place, { groups: [id], existing: 'task' }, actor);
  return { id, displayName, members: new Set(people) };
}

interface Directory {
  readonly people: readonly Person[];
  readonly groups: readonly PushedGroup[];
}

async function disorder(run: ChaosRun, { people, groups }: Directory, random: Random): Promise<void> {
  const living = people.filter(({ deleted }) => !deleted);
  if (random() < 0.25) await regroup(run, random.pick(groups), random.pick(living), random);
  const deed = random() < 0.01 && living.length > people.length / 2 ? remove : random.pick(deeds);
  await deed(run, random.pick(living), random);
  // what somebody does at the target by hand
  if (random() < 0.02) run.target.accounts.delete(random.pick([...run.target.accounts.keys(), '']));
  if (random() < 0.01) await run.disturb?.();
  await new Promise((resolve) => setTimeout(resolve, random() * 20));
}

function expectConverged({ target, seed }: ChaosRun, people: readonly Person[]): void {
  const accounts = [...target.accounts.values()];
  expect(new Set(accounts.map(({ userName }) => userName)).size, `no account twice (${seed})`).toBe(accounts.length);
  for (const person of people) {
    const account = accounts.find(({ userName }) => userName === person.loginName);
    if (!person.assigned || !person.active || person.deleted) {
      expect(account?.['active'] ?? false, `${person.loginName} is not wanted`).toBe(false);
      continue;
    }
    const { displayName, id: externalId } = person;
    expect(account, person.loginName).toMatchObject({ active: true, displayName, externalId });
    const emails = (account?.['emails'] ?? []) as readonly { value: string }[];
    expect(emails.map(({ value }) => value)).toEqual(person.email === '' ? [] : [person.email]);
  }
}

/** One group each at the target, with those of its people who have an account, and no other group. */
function expectGroupsConverged({ target }: ChaosRun, groups: readonly PushedGroup[]): void {
  const nameOf = (id: string): string => target.accounts.get(id)?.userName ?? id;
  const held = [...target.groups.values()].map(({ displayName, members }) => ({
    displayName,
    members: members.map(({ value }) => nameOf(value)).sort(),
  }));
  const wanted = groups.map(({ displayName, members }) => ({
    displayName,
    members: [...members]
      .filter(({ assigned, active, deleted }) => assigned && active && !deleted)
      .map(({ loginName }) => loginName)
      .sort(),
  }));
  const byName = (a: { displayName: string }, b: { displayName: string }) => (a.displayName < b.displayName ? -1 : 1);
  expect(held.sort(byName)).toEqual(wanted.sort(byName));
}
