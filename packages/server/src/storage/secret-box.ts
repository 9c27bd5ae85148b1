import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const version = 'v1';

/** Encrypts a secret for storage: AES-256-GCM under a 32-byte key; the answer is `v1.` and base64url text. */
export function sealSecret(key: Buffer, secret: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${version}.${sealed.toString('base64url')}`;
}

/** The key does not fit, or the stored text was altered. */
class SecretUnreadableError extends Error {
  constructor(cause: unknown) {
    super('A stored credential cannot be decrypted: LOCKSTEP_ENCRYPTION_KEY is not the key it was saved with.', {
      cause,
    });
    this.name = 'SecretUnreadableError';
  }
}

/** Throws {@link SecretUnreadableError}. */
export function openSecret(key: Buffer, sealed: string): string {
  const bytes = Buffer.from(sealed.slice(version.length + 1), 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(-16));
    return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
  } catch (error) {
    throw new SecretUnreadableError(error);
  }
}
