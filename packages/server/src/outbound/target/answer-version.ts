import { isJsonObject } from '@lockstep/scim';
import type { ScimAnswer } from '@lockstep/scim-client';
import type { Target } from './open-target.ts';

/**
 * The version of a resource that an answer tells, to be sent as `If-Match` (RFC 7644 §3.14): `meta.version`, else the
 * ETag. Undefined for client profiles that never send one, and where the target offers no versions: any proxy may add an
 * ETag.
 */
export async function versionOf({ client }: Pick<Target, 'client'>, answer: ScimAnswer): Promise<string | undefined> {
  if (!client.profile.discovers || !(await client.features()).etag) return undefined;
  const meta = answer.resource?.['meta'];
  const version = isJsonObject(meta) ? meta['version'] : undefined;
  return typeof version === 'string' ? version : answer.etag;
}
