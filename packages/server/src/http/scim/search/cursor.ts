import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ScimError } from '@lockstep/scim';
import type { Position } from '../../../directory/search/search-from.ts';

/** What a cursor remembers, and when it ends (milliseconds since 1970). */
export interface CursorState<Place extends Position = Position> {
  readonly expires: number;
  readonly count: number;
  /** The total as the first page told it. */
  readonly total: number;
  readonly after: Place;
}

/** What a cursor is for: it opens only where all of this is the same. */
export type CursorBinding = readonly (string | undefined)[];

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

function associatedData(binding: CursorBinding): Buffer {
  return Buffer.from(JSON.stringify(binding.map((part) => part ?? null)));
}

/** Encrypts the state: a client can neither read it, for it holds people's data, nor make one. URL-safe text. */
export function sealCursor(key: Buffer, binding: CursorBinding, state: CursorState): string {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(associatedData(binding));
  const sealed = [nonce, cipher.update(JSON.stringify(state), 'utf8'), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(sealed).toString('base64url');
}

/**
 * Opens a cursor.
 * @throws ScimError `invalidCursor` for one that was not issued for this query, `expiredCursor` (RFC 9865 §2.1)
 */
export function openCursor<Place extends Position>(
  key: Buffer,
  binding: CursorBinding,
  { text, now }: { text: string; now: Date },
): CursorState<Place> {
  const bytes = Buffer.from(text, 'base64url');
  // Base64 has spare bits and passes over strange signs: other texts than the one issued may decode to the same bytes.
  if (bytes.toString('base64url') !== text) throw notIssued();
  const state = decrypt<Place>(key, binding, bytes);
  if (state.expires >= now.getTime()) return state;
  throw ScimError.expiredCursor('The cursor has expired. Begin with the first page.');
}

function decrypt<Place extends Position>(key: Buffer, binding: CursorBinding, bytes: Buffer): CursorState<Place> {
  try {
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceLength), { authTagLength: tagLength });
    decipher.setAAD(associatedData(binding)).setAuthTag(bytes.subarray(-tagLength));
    const text = decipher.update(bytes.subarray(nonceLength, -tagLength), undefined, 'utf8') + decipher.final('utf8');
    return JSON.parse(text) as CursorState<Place>;
  } catch {
    throw notIssued();
  }
}

function notIssued(): ScimError {
  return ScimError.invalidCursor('The cursor was not issued for this query. Begin with the first page.');
}
