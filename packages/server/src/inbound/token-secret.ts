import { createHash, randomBytes } from 'node:crypto';

const mark = 'lockstep_';
const shownCharacters = mark.length + 6;

/** A new bearer secret: 256 random bits behind a mark that secret scanners can find. */
export function newTokenSecret(): { readonly token: string; readonly prefix: string; readonly digest: Buffer } {
  const token = mark + randomBytes(32).toString('base64url');
  return { token, prefix: token.slice(0, shownCharacters), digest: tokenDigest(token) };
}

/** SHA-256 is enough here: the secret is random, so there is nothing to guess. */
export function tokenDigest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
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
