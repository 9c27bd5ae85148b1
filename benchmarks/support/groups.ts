import type { Target } from './load.ts';
import { send } from './send.ts';

export const patchSchemas: readonly string[] = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];

/** As Microsoft Entra ID and Okta ask: without every member in the answer. */
export const withoutMembers = '?excludedAttributes=members';

/** Makes a group over SCIM and gives its id. */
export async function makeGroup(target: Target, members: readonly string[]): Promise<string> {
  const group = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: `Group of ${members.length} from ${members[0]}`,
  };
  const { id } = await send<{ id: string }>(target, { method: 'POST', path: '/Groups', body: JSON.stringify(group) });
  for (let from = 0; from < members.length; from += 10_000) {
    const value = members.slice(from, from + 10_000).map((member) => ({ value: member }));
    const body = JSON.stringify({ schemas: patchSchemas, Operations: [{ op: 'add', path: 'members', value }] });
    await send(target, { method: 'PATCH', path: `/Groups/${id}${withoutMembers}`, body });
  }
  return id;
}
