import { expect } from 'vitest';
import {
  createTestOrganization,
  startTestServer,
  type ScimAnswer,
  type ScimCall,
  type TestServer,
} from '../packages/server/src/test-server.testing.ts';

export const urn = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  enterprise: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  services: 'urn:lockstep:params:scim:schemas:extension:services:2.0:User',
  profile: 'urn:lockstep:params:scim:schemas:extension:profile:2.0:User',
  entitlement: 'urn:okta:scim:schemas:core:1.0:Entitlement',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  list: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  search: 'urn:ietf:params:scim:api:messages:2.0:SearchRequest',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
} as const;

export const scimJson = 'application/scim+json; charset=utf-8';
export const unknownId = '00000000-0000-7000-8000-000000000000';

/** The body of an answer; tests look into bodies of every shape. */
export type Body = ScimAnswer['body'];

/** One organization of a running server, and the requests that every suite makes. Names are made up, each once. */
export interface Bench {
  readonly running: TestServer;
  readonly scim: ScimCall;
  readonly endpoint: string;
  readonly token: string;
  name(): string;
  user(more?: object): Promise<Body>;
  group(members?: readonly string[], more?: object): Promise<Body>;
  patch(path: string, ...operations: readonly object[]): Promise<ScimAnswer>;
  /** The body of a GET that must succeed. */
  read(path: string): Promise<Body>;
  /** What a filter finds, as `userName` or `displayName`, sorted. */
  found(collection: string, filter: string): Promise<string[]>;
  /** Another organization of the same server. */
  neighbour(slug: string, preset?: 'cybozu' | 'standard'): Promise<Bench>;
  close(): Promise<void>;
}

/** Starts the server with one organization. */
export async function startBench(environment: Record<string, string> = {}): Promise<Bench> {
  return createBench(await startTestServer(environment), 'acme');
}

async function createBench(
  running: TestServer,
  slug: string,
  preset: 'cybozu' | 'standard' = 'standard',
): Promise<Bench> {
  const { scim, endpoint, token } = await createTestOrganization(running, slug, preset);
  let serial = 0;
  const name = (): string => `${slug}.${(serial += 1)}`;

  async function create(collection: string, body: object): Promise<Body> {
    const answer = await scim(collection, { method: 'POST', body });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return answer.body;
  }
  async function read(path: string): Promise<Body> {
    const answer = await scim(path);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body;
  }

  return {
    running,
    scim,
    endpoint,
    token,
    name,
    read,
    user: (more = {}) => create('/Users', { schemas: [urn.user], userName: name(), ...more }),
    group: (members = [], more = {}) =>
      create('/Groups', {
        schemas: [urn.group],
        displayName: name(),
        members: members.map((value) => ({ value })),
        ...more,
      }),
    patch: (path, ...operations) =>
      scim(path, { method: 'PATCH', body: { schemas: [urn.patch], Operations: operations } }),
    found: async (collection, filter) => {
      const { Resources } = await read(`${collection}?filter=${encodeURIComponent(filter)}`);
      return Resources.map((one: Body) => one.userName ?? one.displayName).sort();
    },
    neighbour: (other, kind) => createBench(running, other, kind),
    close: () => running.close(),
  };
}

/** RFC 7644 §3.12: the form of every error. */
export function expectError(answer: ScimAnswer, status: number, scimType?: string): void {
  expect(answer.body, String(answer.status)).toEqual({
    schemas: [urn.error],
    status: String(status),
    detail: expect.stringMatching(/\w+ \w+/),
    ...(scimType === undefined ? {} : { scimType }),
  });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe(scimJson);
}

/** RFC 7644 §3.4.2: the form of every list. */
export function expectList(body: Body, totalResults: number, length = totalResults): void {
  expect(body).toMatchObject({ schemas: [urn.list], totalResults });
  expect(body.Resources ?? []).toHaveLength(length);
}

/** Ids of resources, sorted. */
export function idsOf(...resources: readonly Body[]): string[] {
  return resources.map(({ id }): string => id).sort();
}

/** Ids of a group's members, sorted. */
export function memberIds(group: Body): string[] {
  return (group.members ?? []).map(({ value }: Body): string => value).sort();
}
