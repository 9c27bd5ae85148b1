import type { ScimContext } from './scim-context.ts';

/** Whether the connection takes groups. Under the preset `cybozu` it does not. */
export function provisionsGroups({ caller }: ScimContext): boolean {
  return caller.connection.policy.groups === 'accepted';
}

/** Whether writes of groups succeed and keep nothing, so that an identity provider that pushes them does not fail. */
export function ignoresGroups({ caller }: ScimContext): boolean {
  return caller.connection.policy.groups === 'ignored';
}
