import { expect } from 'vitest';
import {
  createTestOrganization,
  startTestServer,
  type ScimAnswer,
  type ScimCall,
  type TestServer,
} from '../../../test-server.testing.ts';

export const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Four people who differ in what queries ask for. */
const people: readonly Record<string, unknown>[] = [
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

interface Searched {
  readonly server: TestServer;
  readonly scim: ScimCall;
  /** The SCIM endpoint of another organization. */
  readonly other: ScimCall;
  /** Ids by userName. */
  readonly ids: Readonly<Record<string, string>>;
  /** The answer to a query for users. */
  readonly list: (parameters: Record<string, string | number>) => Promise<ScimAnswer>;
}

/** A server with an organization of the four people, and another one whose only user is like the first of them. */
export async function startPeople(): Promise<Searched> {
  const server = await startTestServer();
  const { scim } = await createTestOrganization(server, 'acme');
  const { scim: other } = await createTestOrganization(server, 'other');
  const ids = await createPeople(scim);
  await other('/Users', { method: 'POST', body: { schemas: [core], ...people[0] } });
  const list: Searched['list'] = (parameters) => {
    const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return scim(`/Users?${query.join('&')}`);
  };
  return { server, scim, other, ids, list };
}

/** The names of the users that an answer lists, in its order; it has to be a list. */
export function names({ status, body }: ScimAnswer): string[] {
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:ListResponse']);
  expect(body.itemsPerPage).toBe(body.Resources.length);
  return body.Resources.map((resource: { userName: string }) => resource.userName.split('@')[0]);
}
