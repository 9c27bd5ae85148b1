import type { IncomingMessage } from 'node:http';
import type { Services } from './services.ts';
import { scimPath } from './scim/scim-path.ts';

/** Where the SCIM endpoint lies below an organization's own host, as cybozu.com has it. */
export const hostScimPath = '/scim/v2';

/** Origin of the host that an organization has of its own, as `publicUrl` but for the name; absent without a base domain. */
export function hostUrl(
  { config, publicUrl }: Pick<Services, 'config' | 'publicUrl'>,
  slug: string,
): string | undefined {
  if (config.baseDomain === undefined) return undefined;
  const { protocol, port } = new URL(publicUrl());
  return `${protocol}//${slug}.${config.baseDomain}${port === '' ? '' : `:${port}`}`;
}

/** The organization of a `Host` header below the base domain: one label, in any case, with any port. */
export function slugOfHost(host: string | undefined, baseDomain: string): string | undefined {
  const name = (host ?? '').toLowerCase().replace(/:\d+$/, '');
  const end = `.${baseDomain}`;
  const slug = name.endsWith(end) ? name.slice(0, -end.length) : '';
  return slug === '' || slug.includes('.') ? undefined : slug;
}

/** Leads the SCIM endpoint of an organization's own host to its path below `/o/`. Everything else stays as it is. */
export function toPathForm(baseDomain: string): (request: IncomingMessage) => string {
  return ({ url = '/', headers }) => {
    if (!url.startsWith(hostScimPath)) return url;
    const slug = slugOfHost(headers.host, baseDomain);
    return slug === undefined ? url : scimPath(slug) + url.slice(hostScimPath.length);
  };
}
