import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

const client = { client_id: 'lockstep', client_secret: 'a secret for tests only' };

export interface OpenIdProvider {
  /** What tells a server to use it. */
  readonly environment: Readonly<Record<string, string>>;
  /** The address of that server, once it is known: the provider sends browsers back there and nowhere else. */
  trust(url: string): void;
  close(): void;
}

/** A real OpenID provider whose accounts are e-mail addresses; those that begin with "new" are not verified. */
export async function startOpenIdProvider(): Promise<OpenIdProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const oidc = new Provider(issuer, {
    clients: [{ ...client, redirect_uris: ['http://127.0.0.1/'], response_types: ['code'] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: `id of ${id}`, email: id, email_verified: !id.startsWith('new') }),
    }),
  });
  let trusted = '';
  // the port of the server under test is not known yet
  Object.defineProperty(oidc.Client.prototype, 'redirectUriAllowed', {
    value: (uri: string) => uri === `${trusted}/api/v1/session/sso/callback`,
  });
  server.on('request', oidc.callback());
  return {
    environment: {
      LOCKSTEP_OIDC_ISSUER: issuer,
      LOCKSTEP_OIDC_CLIENT_ID: client.client_id,
      LOCKSTEP_OIDC_CLIENT_SECRET: client.client_secret,
    },
    trust: (url) => (trusted = url),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
