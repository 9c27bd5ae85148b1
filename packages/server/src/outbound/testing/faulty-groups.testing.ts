import { randomUUID } from 'node:crypto';

export interface HeldGroup {
  readonly id: string;
  displayName: string;
  externalId?: unknown;
  members: { value: string }[];
}

interface Answer {
  readonly status: number;
  readonly body?: object;
}

interface Request {
  readonly method: string;
  readonly id: string | undefined;
  readonly filter: string | null;
  readonly body: Record<string, unknown>;
}

/** The groups of a target. A name is taken once, and a member has to be an account. */
export class FaultyGroups {
  readonly held = new Map<string, HeldGroup>();
  readonly #isAccount: (id: string) => boolean;

  constructor(isAccount: (id: string) => boolean) {
    this.#isAccount = isAccount;
  }

  act({ method, id, filter, body }: Request): Answer {
    if (id === undefined) return method === 'POST' ? this.#create(body) : this.#list(filter);
    const group = this.held.get(id);
    if (group === undefined) return refusal(404, 'No such group.');
    if (method === 'GET') return { status: 200, body: group };
    if (method === 'DELETE') {
      this.held.delete(id);
      return { status: 204 };
    }
    return this.#patch(group, body['Operations'] as Operation[]);
  }

  #list(filter: string | null): Answer {
    const name = /^displayName eq "(.*)"$/.exec(filter ?? '')?.[1]?.toLowerCase();
    const found = [...this.held.values()].filter((one) => name === undefined || one.displayName.toLowerCase() === name);
    return { status: 200, body: { totalResults: found.length, Resources: found } };
  }

  #create({ displayName, externalId }: Record<string, unknown>): Answer {
    if (this.#isTaken(String(displayName), undefined)) return refusal(409, 'The name is taken.');
    const group = { id: randomUUID(), displayName: String(displayName), externalId, members: [] };
    this.held.set(group.id, group);
    return { status: 201, body: group };
  }

  /** All of it or nothing, as RFC 7644 §3.5.2 has it. */
  #patch(group: HeldGroup, operations: readonly Operation[]): Answer {
    const next = structuredClone(group);
    for (const { op, path = '', value } of operations) {
      if (path === 'displayName') next.displayName = String(value);
      else if (op === 'remove')
        next.members = next.members.filter((one) => path !== `members[value eq "${one.value}"]`);
      else {
        const added = value as { value: string }[];
        const stranger = added.find((one) => !this.#isAccount(one.value));
        if (stranger !== undefined) return refusal(400, `There is no user ${stranger.value}.`);
        const kept =
          op === 'replace' ? [] : next.members.filter((one) => !added.some((two) => two.value === one.value));
        next.members = [...kept, ...added];
      }
    }
    if (this.#isTaken(next.displayName, group.id)) return refusal(409, 'The name is taken.');
    this.held.set(group.id, next);
    return { status: 200, body: next };
  }

  #isTaken(name: string, except: string | undefined): boolean {
    const all = [...this.held.values()];
    return all.some((one) => one.id !== except && one.displayName.toLowerCase() === name.toLowerCase());
  }
}

interface Operation {
  readonly op: string;
  readonly path?: string;
  readonly value?: unknown;
}

function refusal(status: number, detail: string): Answer {
  return { status, body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: `${status}`, detail } };
}
