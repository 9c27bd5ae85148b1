import type { CheckOptions, PatchOptions } from '@lockstep/scim';
import type { ScimContext } from './scim-context.ts';

type Reader = Pick<ScimContext, 'dialect' | 'limits'>;

/** How bodies of resources are read for this caller. */
export function readingResource({ dialect, limits }: Reader): CheckOptions {
  return { dialect: dialect.tolerances, limits: limits.resource };
}

/** How bodies of a PATCH are read for this caller. */
export function readingPatch({ dialect, limits }: Reader): PatchOptions {
  return { dialect: dialect.tolerances, limits: limits.patch };
}
