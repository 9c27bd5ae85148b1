import { randomUUID } from 'node:crypto';
import type * as Oidc from 'openid-client';
import type { Kysely } from 'kysely';
import type { Tables } from '../storage/tables/index.ts';
import { findAdministratorByEmail } from './administrators.ts';
import type { SessionLibrary } from './sessions.ts';

const provider = 'oidc';

/** Not before somebody signs in that way: on most servers nobody does, and it would stay in memory. */
const openLibrary = (): Promise<typeof Oidc> => import('openid-client');
const patienceMilliseconds = 10 * 60 * 1000;

/** The OpenID provider that the operator trusts to say who somebody is, for every organization of the server. */
export interface SingleSignOnOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Attempt {
  readonly verifier: string;
  readonly nonce: string;
  readonly next: string;
}

/** Whom the provider vouched for, and where they wanted to go. */
export interface Vouched {
  readonly administratorId: string;
  readonly next: string;
}

/** Sign-in at an OpenID provider: authorization code with PKCE, state and nonce (OpenID Connect Core §3.1). */
export class SingleSignOn {
  readonly #options: SingleSignOnOptions;
  readonly #library: SessionLibrary;
  readonly #db: Kysely<Tables>;
  #discovered: Promise<Oidc.Configuration> | undefined;

  constructor(options: SingleSignOnOptions, library: SessionLibrary, db: Kysely<Tables>) {
    this.#options = options;
    this.#library = library;
    this.#db = db;
  }

  /** Where to send the browser; `attempt` is to be kept in it. Throws when the provider does not answer. */
  async begin(redirectUri: string, next: string): Promise<{ readonly url: string; readonly attempt: string }> {
    const oidc = await openLibrary();
    const configuration = await this.#discover();
    const attempt = randomUUID();
    const verifier = oidc.randomPKCECodeVerifier();
    const nonce = oidc.randomNonce();
    const { internalAdapter } = await this.#library.$context;
    await internalAdapter.createVerificationValue({
      identifier: `sso-${attempt}`,
      value: JSON.stringify({ verifier, nonce, next } satisfies Attempt),
      expiresAt: new Date(Date.now() + patienceMilliseconds),
    });
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: 'openid email',
      state: attempt,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, attempt };
  }

  /**
   * Reads what the provider sent the browser back with. Undefined for an attempt that is over or of another browser, for
   * an answer that does not verify, and for somebody who is no administrator.
   */
  async finish(answer: URL, attempt: string): Promise<Vouched | undefined> {
    const { internalAdapter } = await this.#library.$context;
    const kept = await internalAdapter.consumeVerificationValue(`sso-${attempt}`);
    if (kept === null) return undefined;
    const { verifier, nonce, next } = JSON.parse(kept.value) as Attempt;
    const claims = await this.#claimsOf(answer, { verifier, nonce, state: attempt });
    if (claims === undefined) return undefined;
    const administratorId = await this.#recognize(claims);
    return administratorId === undefined ? undefined : { administratorId, next };
  }

  async #claimsOf(
    answer: URL,
    { verifier, nonce, state }: { readonly verifier: string; readonly nonce: string; readonly state: string },
  ): Promise<Oidc.IDToken | undefined> {
    const checks = { pkceCodeVerifier: verifier, expectedNonce: nonce, expectedState: state, idTokenExpected: true };
    const oidc = await openLibrary();
    const tokens = await oidc.authorizationCodeGrant(await this.#discover(), answer, checks).catch(() => undefined);
    return tokens?.claims();
  }

  /** By the provider's own id once it is known, before that by an e-mail address that the provider verified. */
  async #recognize({ sub, email, email_verified: verified }: Oidc.IDToken): Promise<string | undefined> {
    const { internalAdapter } = await this.#library.$context;
    const account = await internalAdapter.findAccountByKey({ providerId: provider, accountId: sub });
    if (account !== null) return account.userId;
    if (typeof email !== 'string' || verified !== true) return undefined;
    const administrator = await findAdministratorByEmail(this.#db, email);
    if (administrator === undefined) return undefined;
    await internalAdapter.linkAccount({ userId: administrator.id, accountId: sub, providerId: provider });
    return administrator.id;
  }

  /** Asked for once; a failure is not remembered. */
  #discover(): Promise<Oidc.Configuration> {
    this.#discovered ??= this.#ask().catch((error: unknown) => {
      this.#discovered = undefined;
      throw error;
    });
    return this.#discovered;
  }

  async #ask(): Promise<Oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#options;
    const oidc = await openLibrary();
    const plain = issuer.startsWith('http:') ? { execute: [oidc.allowInsecureRequests] } : {};
    return oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, plain);
  }
}
