import { createHash, randomBytes } from 'node:crypto';

const shownCharacters = 6;

/** `prefix` is what lists show of the secret, `digest` all that is stored of it. */
export interface BearerSecret {
  readonly secret: string;
  readonly prefix: string;
  readonly digest: Buffer;
}

/** A new bearer secret: 256 random bits behind a mark that secret scanners can find. */
export function newBearerSecret(mark: string): BearerSecret {
  const secret = mark + randomBytes(32).toString('base64url');
  return { secret, prefix: secret.slice(0, mark.length + shownCharacters), digest: bearerDigest(secret) };
}

/** SHA-256 is enough here: the secret is random, so there is nothing to guess. */
export function bearerDigest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
