import { policyOf } from '../../inbound/policy.ts';
import type { ScimContext } from './scim-context.ts';

/** Under the preset `cybozu` departments, job titles and groups are never propagated. */
export function provisionsGroups({ caller }: ScimContext): boolean {
  return policyOf(caller.connection).groups === 'accepted';
}
