import { expect } from 'vitest';
import type { ScimAnswer, ScimCall, TestServer } from '../../test-server.testing.ts';
import { groupSchema, patchOp, userSchema } from './groups.testing.ts';

const bulkRequest = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export interface BulkItem {
  readonly method: string;
  readonly path?: string;
  readonly bulkId?: string;
  readonly version?: string;
  readonly data?: object;
}

export function sendBulk(scim: ScimCall, Operations: readonly unknown[], more: object = {}): Promise<ScimAnswer> {
  return scim('/Bulk', { method: 'POST', body: { schemas: [bulkRequest], Operations, ...more } });
}

/** The results of a bulk request that was answered as a whole. */
// oxlint-disable-next-line typescript/no-explicit-any -- results of every shape
export async function bulk(scim: ScimCall, operations: readonly unknown[], more: object = {}): Promise<any[]> {
  const { status, body } = await sendBulk(scim, operations, more);
  expect(body).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'] });
  expect(status).toBe(200);
  return body.Operations;
}

export function statusesOf(results: readonly { readonly status: string }[]): string[] {
  return results.map(({ status }) => status);
}

export function idIn(result: { readonly location: string } | undefined): string {
  return result?.location.split('/').at(-1) ?? '';
}

export function postUser(bulkId: string, userName: string, more: object = {}): BulkItem {
  return { method: 'POST', path: '/Users', bulkId, data: { schemas: [userSchema], userName, ...more } };
}

/** A user whose manager is `manager`: an id, or `bulkId:…`. */
export function postManaged(bulkId: string, userName: string, manager: string): BulkItem {
  const schemas = [userSchema, enterprise];
  return postUser(bulkId, userName, { schemas, [enterprise]: { manager: { value: manager } } });
}

export function postGroup(bulkId: string, displayName: string, members: readonly string[] = []): BulkItem {
  const data = { schemas: [groupSchema], displayName, members: members.map((value) => ({ value })) };
  return { method: 'POST', path: '/Groups', bulkId, data };
}

export function patch(path: string, ...operations: readonly object[]): BulkItem {
  return { method: 'PATCH', path, data: { schemas: [patchOp], Operations: operations } };
}

export function putUser(id: string, userName: string, more: object = {}): BulkItem {
  return { method: 'PUT', path: `/Users/${id}`, data: { schemas: [userSchema], userName, ...more } };
}

export function remove(path: string): BulkItem {
  return { method: 'DELETE', path };
}

/** Who is there before a bulk request to one organization, and what is there after it. Names are made up, each once. */
export interface BulkBench {
  readonly name: () => string;
  readonly createUser: (userName?: string) => Promise<string>;
  readonly createGroup: (displayName?: string, members?: readonly string[]) => Promise<string>;
  /** Ids, sorted. */
  readonly membersOf: (id: string) => Promise<string[]>;
  readonly exists: (userName: string) => Promise<boolean>;
  readonly groupExists: (displayName: string) => Promise<boolean>;
  readonly managerOf: (id: string) => Promise<unknown>;
  /** What the feed says of a resource, with the transaction that said it. */
  readonly changesOf: (id: string) => Promise<{ operation: string; xid: string }[]>;
}

export function createBulkBench(scim: ScimCall, { database }: TestServer): BulkBench {
  let serial = 0;
  const name = (): string => `name${(serial += 1)}`;
  async function create(path: string, body: object): Promise<string> {
    const answer = await scim(path, { method: 'POST', body });
    expect(answer.status).toBe(201);
    return answer.body.id;
  }
  async function isFound(path: string): Promise<boolean> {
    return (await scim(path)).body.totalResults === 1;
  }
  return {
    name,
    createUser: (userName = name()) => create('/Users', { schemas: [userSchema], userName }),
    createGroup: (displayName = name(), members = []) =>
      create('/Groups', { schemas: [groupSchema], displayName, members: members.map((value) => ({ value })) }),
    membersOf: async (id) =>
      ((await scim(`/Groups/${id}`)).body.members ?? []).map(({ value }: { value: string }) => value).sort(),
    exists: (userName) => isFound(`/Users?filter=userName eq "${userName}"`),
    groupExists: (displayName) => isFound(`/Groups?filter=displayName eq "${displayName}"`),
    managerOf: async (id) => (await scim(`/Users/${id}`)).body[enterprise].manager.value,
    changesOf: async (id) => {
      const { rows } = await database.pool.query<{ operation: string; xid: string }>(
        'select operation, xid::text from changes where resource_id = $1 order by seq',
        [id],
      );
      return rows;
    },
  };
}
