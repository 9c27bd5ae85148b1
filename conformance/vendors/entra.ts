import { expect } from 'vitest';
import type { ScimAnswer } from '../../packages/server/src/test-server.testing.ts';
import { urn, type Bench, type Body } from '../bench.ts';

/** The tenant URL with the compliance flag sends it with every request. */
export const flag = 'aadOptscim062020';
export const legacyGroup = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';
export const filtered = (collection: string, filter: string): string =>
  `${collection}?filter=${encodeURIComponent(filter)}`;

/** The body of a create. */
export function newUser(userName: string, more: object = {}): object {
  return {
    schemas: [urn.user, urn.enterprise],
    externalId: userName.split('@')[0],
    userName,
    active: true,
    addresses: null,
    displayName: 'Hana Mori',
    emails: [{ primary: true, type: 'work', value: userName }],
    meta: { resourceType: 'User' },
    name: { formatted: 'Hana Mori', familyName: 'Mori', givenName: 'Hana' },
    roles: [],
    ...more,
  };
}

interface Entra {
  /** What a create that must succeed made. */
  readonly post: (collection: string, body: object) => Promise<Body>;
  readonly patchUser: (id: string, ...operations: readonly object[]) => Promise<ScimAnswer>;
  /** The user after a PATCH that must succeed. */
  readonly patched: (id: string, ...operations: readonly object[]) => Promise<Body>;
}

/**
 * What Microsoft Entra ID sends, as its documentation says and as it was seen to. Bodies are our own examples.
 * - Endpoints: learn.microsoft.com, "Develop and plan provisioning for a SCIM endpoint in Microsoft Entra ID"
 * - PATCH in both styles: learn.microsoft.com, "Known issues and resolutions with SCIM 2.0 protocol compliance"
 * - Cycles, soft delete and restore: learn.microsoft.com, "How Application Provisioning works in Microsoft Entra ID"
 * - Quarantine: learn.microsoft.com, "Application provisioning in quarantine status"
 */
export function entra(bench: Bench): Entra {
  const patchUser: Entra['patchUser'] = (id, ...operations) => bench.patch(`/Users/${id}`, ...operations);
  return {
    patchUser,
    post: async (collection, body) => {
      const answer = await bench.scim(collection, { method: 'POST', body });
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      return answer.body;
    },
    patched: async (id, ...operations) => {
      const answer = await patchUser(id, ...operations);
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      expect(await bench.read(`/Users/${id}`)).toEqual(answer.body);
      return answer.body;
    },
  };
}
