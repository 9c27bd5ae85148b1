import { routes } from '@lockstep/admin-api';
import { expect } from 'vitest';
import { createTestOrganization, type ScimAnswer, type ScimCall, type TestServer } from '../../test-server.testing.ts';

export const device = 'urn:example:params:scim:schemas:Device';
export const badge = 'urn:example:params:scim:schemas:extension:Badge';
export const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

let serial = 0;

/** An organization of its own, its SCIM endpoint, and how to define schemas and resource types there. */
interface Place {
  readonly org: string;
  readonly scim: ScimCall;
  readonly endpoint: string;
  readonly token: string;
  /** Defines the schema anew with these attributes; `discardValues` lets values be lost. */
  put(id: string, attributes: readonly object[], discardValues?: boolean): Promise<unknown>;
  putType(
    name: string,
    endpoint: string,
    schema: string,
    extensions?: readonly object[],
    discardValues?: boolean,
  ): Promise<unknown>;
}

/** A new organization that has defined nothing. */
export async function organization(running: TestServer): Promise<Place> {
  const org = `org-${(serial += 1)}`;
  const { scim, endpoint, token } = await createTestOrganization(running, org);
  const query = (discard: boolean) => ({ discardValues: discard ? 'true' : 'false' }) as const;
  return {
    org,
    scim,
    endpoint,
    token,
    put: (id, attributes, discard = false) =>
      running.call(routes.putSchema, {
        params: { org, schema: id },
        query: query(discard),
        body: { id, name: 'Named', attributes: attributes as never },
      }),
    putType: (name, path, schema, extensions = [], discard = false) =>
      running.call(routes.putResourceType, {
        params: { org, type: name },
        query: query(discard),
        body: { name, endpoint: path, schema, schemaExtensions: extensions as never },
      }),
  };
}

/** An organization with devices and, for users, badges. */
export async function withDevices(running: TestServer): Promise<Place> {
  const place = await organization(running);
  await place.put(device, [{ name: 'serial', required: true }, { name: 'model' }, { name: 'tags', multiValued: true }]);
  await place.put(badge, [{ name: 'number' }, { name: 'colour' }]);
  await place.putType('Device', '/Devices', device);
  await place.putType('User', '/Users', core, [{ schema: badge }]);
  return place;
}

/** Creates a resource by SCIM. */
export const create = async ({ scim }: Place, path: string, body: object): Promise<ScimAnswer> =>
  scim(path, { method: 'POST', body });

/** What a call is refused with: a problem of this code and, where one is given, of the field at this path. */
export const problem = (code: string, path?: string): object => ({
  problem: expect.objectContaining({
    code,
    ...(path === undefined ? {} : { issues: expect.arrayContaining([expect.objectContaining({ path })]) }),
  }),
});
