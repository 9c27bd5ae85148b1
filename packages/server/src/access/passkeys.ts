import type * as WebAuthn from '@simplewebauthn/server';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from '../storage/tables/index.ts';
import type { Administrator } from './administrators.ts';
import type { SessionLibrary } from './sessions.ts';

const challengeMilliseconds = 5 * 60 * 1000;

/** Not before somebody uses a passkey: a dozen packages for certificates come along, and stay in memory. */
const openLibrary = (): Promise<typeof WebAuthn> => import('@simplewebauthn/server');

/** A passkey without its key. */
export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt?: Date;
}

/** What passkeys are made and checked with. `origin` is the console's, as browsers see it. */
export interface PasskeyContext {
  readonly db: Kysely<Tables>;
  readonly library: SessionLibrary;
  readonly origin: string;
  readonly now: Date;
}

/** Remembers a challenge for one use. `owner` is whom it was made for, empty for somebody who is still to sign in. */
async function keepChallenge({ library, now }: PasskeyContext, challenge: string, owner: string): Promise<string> {
  const { internalAdapter } = await library.$context;
  const id = randomUUID();
  await internalAdapter.createVerificationValue({
    identifier: `passkey-${id}`,
    value: `${owner} ${challenge}`,
    expiresAt: new Date(now.getTime() + challengeMilliseconds),
  });
  return id;
}

async function takeChallenge({ library }: PasskeyContext, id: string, owner: string): Promise<string | undefined> {
  const { internalAdapter } = await library.$context;
  const kept = await internalAdapter.consumeVerificationValue(`passkey-${id}`);
  const [madeFor, challenge] = kept?.value.split(' ') ?? [];
  return madeFor === owner ? challenge : undefined;
}

export async function listPasskeys(db: Kysely<Tables>, administratorId: string): Promise<Passkey[]> {
  const rows = await db
    .selectFrom('administrator_passkeys')
    .select(['id', 'name', 'created_at', 'last_used_at'])
    .where('administrator_id', '=', administratorId)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
  }));
}

/** False where the administrator has no such passkey. */
export async function deletePasskey(db: Kysely<Tables>, administratorId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('administrator_passkeys')
    .where('administrator_id', '=', administratorId)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** What the browser needs to make a passkey; `challenge` comes back with it. */
export async function offerPasskey(
  context: PasskeyContext,
  administrator: Administrator,
): Promise<{ readonly challenge: string; readonly options: PublicKeyCredentialCreationOptionsJSON }> {
  const known = await listPasskeys(context.db, administrator.id);
  const { generateRegistrationOptions } = await openLibrary();
  const options = await generateRegistrationOptions({
    rpName: 'Lockstep',
    rpID: new URL(context.origin).hostname,
    userName: administrator.email,
    userDisplayName: administrator.name,
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return { options, challenge: await keepChallenge(context, options.challenge, administrator.id) };
}

/** False when what the browser made does not fit what was offered. */
export async function addPasskey(
  context: PasskeyContext,
  administrator: Administrator,
  made: { readonly challenge: string; readonly name: string; readonly response: RegistrationResponseJSON },
): Promise<boolean> {
  const challenge = await takeChallenge(context, made.challenge, administrator.id);
  if (challenge === undefined) return false;
  const { verifyRegistrationResponse } = await openLibrary();
  const verified = await verifyRegistrationResponse({
    response: made.response,
    expectedChallenge: challenge,
    expectedOrigin: context.origin,
    expectedRPID: new URL(context.origin).hostname,
    requireUserVerification: true,
  }).catch(() => undefined);
  if (verified?.verified !== true) return false;
  const { credential } = verified.registrationInfo;
  await context.db
    .insertInto('administrator_passkeys')
    .values({
      id: credential.id,
      administrator_id: administrator.id,
      name: made.name,
      public_key: Buffer.from(credential.publicKey),
      counter: String(credential.counter),
      transports: credential.transports ?? [],
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  return true;
}

/** What the browser needs to sign in with any of its passkeys; `challenge` comes back with it. */
export async function askForPasskey(
  context: PasskeyContext,
): Promise<{ readonly challenge: string; readonly options: PublicKeyCredentialRequestOptionsJSON }> {
  const { generateAuthenticationOptions } = await openLibrary();
  const options = await generateAuthenticationOptions({
    rpID: new URL(context.origin).hostname,
    userVerification: 'required',
  });
  return { options, challenge: await keepChallenge(context, options.challenge, '') };
}

/** Whose passkey it is; undefined for one that is unknown or does not verify. */
export async function recognizePasskey(
  context: PasskeyContext,
  given: { readonly challenge: string; readonly response: AuthenticationResponseJSON },
): Promise<string | undefined> {
  const challenge = await takeChallenge(context, given.challenge, '');
  const row = await context.db
    .selectFrom('administrator_passkeys')
    .select(['id', 'administrator_id', 'public_key', 'counter', 'transports'])
    .where('id', '=', given.response.id)
    .executeTakeFirst();
  if (challenge === undefined || row === undefined) return undefined;
  const { verifyAuthenticationResponse } = await openLibrary();
  const verified = await verifyAuthenticationResponse({
    response: given.response,
    expectedChallenge: challenge,
    expectedOrigin: context.origin,
    expectedRPID: new URL(context.origin).hostname,
    requireUserVerification: true,
    credential: {
      id: row.id,
      publicKey: new Uint8Array(row.public_key),
      counter: Number(row.counter),
      transports: row.transports,
    },
  }).catch(() => undefined);
  if (verified?.verified !== true) return undefined;
  await context.db
    .updateTable('administrator_passkeys')
    .set({ counter: String(verified.authenticationInfo.newCounter), last_used_at: context.now })
    .where('id', '=', row.id)
    .execute();
  return row.administrator_id;
}
