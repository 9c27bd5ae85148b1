import type { ScimCall } from '../../../test-server.testing.ts';

export const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Four people who differ in what queries ask for. */
export const people: readonly Record<string, unknown>[] = [
  {
    userName: 'ann@example.com',
    externalId: 'Ext-1',
    displayName: 'Ann Lee',
    title: 'Engineer',
    active: true,
    name: { givenName: 'Ann', familyName: 'Lee' },
    emails: [
      { value: 'ann+news@example.com', type: 'work', primary: true },
      { value: 'ann@home.example', type: 'home' },
    ],
    [enterprise]: { department: 'Tour Operations', employeeNumber: '7' },
  },
  {
    userName: 'Bob@example.com',
    externalId: 'jyoung',
    displayName: 'Éric 100%_\\',
    active: false,
    name: { givenName: 'Bob' },
    emails: [
      { value: 'bob@home.example', type: 'home' },
      { value: 'bob@example.com', type: 'work' },
    ],
  },
  {
    userName: 'cid@example.com',
    displayName: '',
    title: 'engineer',
    emails: [{ value: 'x@example.org', type: 'work' }],
  },
  { userName: 'dora@example.com', nickName: '𐐀lfa', name: { givenName: 'Dora', familyName: "O'Malley" } },
];

/** Creates them in order; Bob is Ann's manager. Their ids by userName. */
export async function createPeople(scim: ScimCall): Promise<Readonly<Record<string, string>>> {
  const ids: Record<string, string> = {};
  for (const person of people) {
    const { body } = await scim('/Users', { method: 'POST', body: { schemas: [core], ...person } });
    ids[body.userName] = body.id;
  }
  await scim(`/Users/${ids['ann@example.com']}`, {
    method: 'PATCH',
    body: {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'add', path: `${enterprise}:manager`, value: { value: ids['Bob@example.com'] } }],
    },
  });
  return ids;
}
