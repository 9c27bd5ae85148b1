import { betterAuth } from 'better-auth';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { hkdfSync } from 'node:crypto';
import type { Database } from '../storage/database.ts';
import { openSessionPlugin } from './open-session.ts';

export interface SessionOptions {
  readonly database: Database;
  /** The server's own address; decides whether cookies are marked secure. */
  readonly publicUrl: string;
  /** 32 bytes; the secret that signs cookies is derived from it. */
  readonly encryptionKey: Buffer;
}

/** In which the session library finds the address of the client; whoever calls it sets the header anew. */
export const addressHeader = 'x-lockstep-address';

const sessionSeconds = 12 * 60 * 60;
const timestamps = { createdAt: 'created_at', updatedAt: 'updated_at' } as const;

/** The session library, set to our tables: passwords (scrypt), sessions in the database, signed cookies. */
export function createSessionLibrary({ database, publicUrl, encryptionKey }: SessionOptions) {
  return betterAuth({
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret: Buffer.from(hkdfSync('sha256', encryptionKey, '', 'lockstep session cookies', 32)).toString('base64'),
    database: { db: database.db, type: 'postgres' },
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 256 },
    user: { modelName: 'administrators', fields: { emailVerified: 'email_verified', ...timestamps } },
    session: {
      modelName: 'administrator_sessions',
      expiresIn: sessionSeconds,
      updateAge: sessionSeconds / 12,
      fields: {
        userId: 'administrator_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...timestamps,
      },
    },
    account: {
      modelName: 'administrator_accounts',
      fields: {
        userId: 'administrator_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        idToken: 'id_token',
        ...timestamps,
      },
    },
    verification: { modelName: 'administrator_verifications', fields: { expiresAt: 'expires_at', ...timestamps } },
    rateLimit: { enabled: false },
    plugins: [
      twoFactor({
        issuer: 'Lockstep',
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
          twoFactor: {
            modelName: 'administrator_totp',
            fields: {
              userId: 'administrator_id',
              backupCodes: 'backup_codes',
              failedVerificationCount: 'failed_verification_count',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
      openSessionPlugin(),
    ],
    advanced: {
      cookiePrefix: 'lockstep',
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
      ipAddress: { ipAddressHeaders: [addressHeader], ipv6Subnet: 128 },
    },
  });
}

export type SessionLibrary = ReturnType<typeof createSessionLibrary>;
