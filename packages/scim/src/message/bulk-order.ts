import type { BulkOperation } from './bulk-request.ts';

/**
 * The order in which to carry out operations: each after those that create what it refers to, operations on the same
 * resource in the order of the request, and everything else as near to the order of the request as that allows, since
 * a client may count on it (RFC 7644 §3.7). Operations that need each other form one set.
 */
export function orderBulk(operations: readonly BulkOperation[]): readonly (readonly number[])[] {
  const needs = dependencies(operations);
  const sets = stronglyConnected(needs);
  const setOf = new Map<number, number>();
  for (const [number, members] of sets.entries()) for (const member of members) setOf.set(member, number);
  const due = dueTimes(sets, needs, setOf);
  const order = sets.map((_members, number) => number);
  // Sets come in an order in which what is needed comes first; the sort is stable, so that still holds among equals.
  order.sort((left, right) => due[left]! - due[right]!);
  return order.map((number) => sets[number]!.toSorted(ascending).map((member) => operations[member]!.index));
}

function ascending(left: number, right: number): number {
  return left - right;
}

/** For each operation (by position in the list) the positions of those that must come before it. */
function dependencies(operations: readonly BulkOperation[]): readonly (readonly number[])[] {
  const creators = new Map<string, number>();
  for (const [position, { method, bulkId }] of operations.entries()) {
    if (method === 'POST' && bulkId !== undefined) creators.set(bulkId, position);
  }
  const lastOn = new Map<string, number>();
  return operations.map((operation, position) => {
    const before = operation.references.flatMap((reference) => creators.get(reference) ?? []);
    if (operation.id !== undefined) {
      const resource = `${operation.endpoint}/${operation.id}`;
      const last = lastOn.get(resource);
      if (last !== undefined) before.push(last);
      lastOn.set(resource, position);
    }
    return before.filter((other) => other !== position);
  });
}

/** The time at which each set is due: that of the latest operation in it or in what it needs. */
function dueTimes(
  sets: readonly (readonly number[])[],
  needs: readonly (readonly number[])[],
  setOf: ReadonlyMap<number, number>,
): readonly number[] {
  const due: number[] = [];
  for (const members of sets) {
    // Sets that are needed have smaller numbers, so their times are known.
    const needed = members.flatMap((member) => needs[member]!.map((other) => due[setOf.get(other)!] ?? 0));
    due.push(needed.reduce((latest, time) => Math.max(latest, time), Math.max(...members)));
  }
  return due;
}

/** Tarjan's algorithm with its own stack: thousands of operations may form one chain. */
function stronglyConnected(needs: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const search = new ComponentSearch(needs);
  for (let node = 0; node < needs.length; node += 1) search.visit(node);
  return search.sets;
}

interface Frame {
  readonly node: number;
  next: number;
}

class ComponentSearch {
  readonly sets: number[][] = [];
  readonly #needs: readonly (readonly number[])[];
  readonly #number = new Map<number, number>();
  readonly #low = new Map<number, number>();
  readonly #open: number[] = [];
  readonly #isOpen = new Set<number>();
  readonly #frames: Frame[] = [];

  constructor(needs: readonly (readonly number[])[]) {
    this.#needs = needs;
  }

  visit(start: number): void {
    if (this.#number.has(start)) return;
    this.#enter(start);
    for (let frame = this.#frames.at(-1); frame !== undefined; frame = this.#frames.at(-1)) this.#step(frame);
  }

  #enter(node: number): void {
    const number = this.#number.size;
    this.#number.set(node, number);
    this.#low.set(node, number);
    this.#open.push(node);
    this.#isOpen.add(node);
    this.#frames.push({ node, next: 0 });
  }

  #step(frame: Frame): void {
    const neighbour = this.#needs[frame.node]![frame.next];
    frame.next += 1;
    if (neighbour === undefined) this.#leave(frame.node);
    else if (!this.#number.has(neighbour)) this.#enter(neighbour);
    else if (this.#isOpen.has(neighbour)) this.#lower(frame.node, this.#number.get(neighbour)!);
  }

  #leave(node: number): void {
    this.#frames.pop();
    const low = this.#low.get(node)!;
    const parent = this.#frames.at(-1);
    if (parent !== undefined) this.#lower(parent.node, low);
    if (low === this.#number.get(node)) this.#close(node);
  }

  #lower(node: number, low: number): void {
    if (low < this.#low.get(node)!) this.#low.set(node, low);
  }

  #close(node: number): void {
    const members = this.#open.splice(this.#open.lastIndexOf(node));
    for (const member of members) this.#isOpen.delete(member);
    this.sets.push(members);
  }
}
