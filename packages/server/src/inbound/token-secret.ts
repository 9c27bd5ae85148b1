import { newBearerSecret, type BearerSecret } from '../storage/bearer-secret.ts';

const mark = 'lockstep_';

/** The secret of a new API token. */
export function newTokenSecret(): BearerSecret {
  return newBearerSecret(mark);
}

/**
 * The token of an Authorization header: `Bearer <token>`, or one of ours alone, since header-token applications of
 * Okta leave the scheme out. Undefined for everything else.
 */
export function readTokenHeader(header: string | undefined): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  return header?.startsWith(mark) && !/\s/.test(header) ? header : undefined;
}
