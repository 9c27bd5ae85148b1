import { expect } from 'vitest';
import type { ScimAnswer, ScimCall, TestServer } from '../../test-server.testing.ts';

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const unknownId = '00000000-0000-7000-8000-000000000000';

/** What a test does with the groups of one organization, over HTTP. Names are made up, each once. */
export interface GroupBench {
  createUser(): Promise<string>;
  createGroup(members?: readonly string[], more?: object): Promise<string>;
  patch(id: string, ...operations: readonly object[]): Promise<ScimAnswer>;
  /** In the order of the ids; the answer has none. */
  membersOf(id: string): Promise<string[]>;
  versionOf(id: string): Promise<string>;
  changesOf(id: string): Promise<{ readonly operation: string; readonly attributes: unknown }[]>;
}

export function createGroupBench(scim: ScimCall, { database }: TestServer): GroupBench {
  let serial = 0;
  async function create(path: string, body: object): Promise<string> {
    const answer = await scim(path, { method: 'POST', body });
    expect(answer.status).toBe(201);
    return answer.body.id;
  }
  return {
    createUser: () => {
      serial += 1;
      return create('/Users', { schemas: [userSchema], userName: `user${serial}`, displayName: `User ${serial}` });
    },
    createGroup: (members = [], more = {}) => {
      serial += 1;
      const list = members.map((value) => ({ value }));
      return create('/Groups', { schemas: [groupSchema], displayName: `Group ${serial}`, members: list, ...more });
    },
    patch: (id, ...operations) =>
      scim(`/Groups/${id}`, { method: 'PATCH', body: { schemas: [patchOp], Operations: operations } }),
    membersOf: async (id) => {
      const { status, body } = await scim(`/Groups/${id}`);
      expect(status).toBe(200);
      return (body.members ?? []).map(({ value }: { value: string }) => value).sort();
    },
    versionOf: async (id) => (await scim(`/Groups/${id}?attributes=meta`)).body.meta.version,
    changesOf: async (id) => {
      const rows = await database.db
        .selectFrom('changes')
        .select(['operation', 'attributes'])
        .where('resource_id', '=', id)
        .orderBy('seq')
        .execute();
      return rows.map(({ operation, attributes }) => ({ operation, attributes }));
    },
  };
}
