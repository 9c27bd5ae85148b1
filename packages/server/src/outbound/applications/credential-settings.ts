import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { Updateable } from 'kysely';
import { openSecret, sealSecret } from '../../storage/secret-box.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { TlsSettings } from '../target/send.ts';
import type { ApplicationRow } from './application-rows.ts';

/** How requests are authenticated, without what is secret of it. */
export type CredentialSettings =
  | { readonly kind: 'bearer' }
  | { readonly kind: 'header'; readonly header: string }
  | { readonly kind: 'basic'; readonly userName: string }
  | {
      readonly kind: 'oauth-client';
      readonly tokenUrl: string;
      readonly clientId: string;
      readonly scope?: string | undefined;
    };

/** PEM text; `null` takes away, absent leaves as it is. */
export interface TlsEdit {
  readonly caCertificate?: string | null | undefined;
  readonly clientCertificate?: string | null | undefined;
  readonly clientKey?: string | null | undefined;
}

type CredentialColumns = Pick<ApplicationRow, 'base_url' | 'credential' | 'api_token_sealed'>;

export function credentialOf(row: Pick<ApplicationRow, 'credential'>): CredentialSettings {
  return (row.credential as CredentialSettings | null) ?? { kind: 'bearer' };
}

/**
 * Whether the saved secret may be used with other settings: for the same kind of credential of the same account, at the
 * same server, and at the same authorization server. Whoever can edit settings must not be able to read the secret.
 */
export function keepsSecret(row: CredentialColumns, baseUrl: string, next: CredentialSettings): boolean {
  const saved = credentialOf(row);
  if (row.api_token_sealed === null || !sameServer(baseUrl, row.base_url)) return false;
  if (saved.kind === 'oauth-client' && next.kind === 'oauth-client') return sameServer(next.tokenUrl, saved.tokenUrl);
  return saved.kind === next.kind || isToken(saved.kind, next.kind);
}

/** A token stays a token whichever header carries it. */
function isToken(...kinds: readonly CredentialSettings['kind'][]): boolean {
  return kinds.every((kind) => kind === 'bearer' || kind === 'header');
}

/** Whether a credential for the one base URL may go to the other: the same host, and not from https to plain http. */
function sameServer(base: string, saved: string): boolean {
  if (!URL.canParse(base) || !URL.canParse(saved)) return false;
  const [next, before] = [new URL(base), new URL(saved)];
  return next.hostname === before.hostname && (next.protocol === 'https:' || before.protocol === 'http:');
}

/** The certificates of an application, ready to be used. */
export function tlsOf(
  row: Pick<ApplicationRow, 'tls_ca' | 'tls_certificate' | 'tls_key_sealed'>,
  encryptionKey: Buffer,
): TlsSettings {
  return {
    ca: row.tls_ca ?? undefined,
    certificate: row.tls_certificate ?? undefined,
    key: row.tls_key_sealed === null ? undefined : openSecret(encryptionKey, row.tls_key_sealed),
  };
}

export function tlsColumns(edit: TlsEdit, encryptionKey: Buffer): Updateable<Tables['applications']> {
  const { caCertificate, clientCertificate, clientKey } = edit;
  return {
    ...(caCertificate === undefined ? {} : { tls_ca: caCertificate }),
    ...(clientCertificate === undefined ? {} : { tls_certificate: clientCertificate }),
    ...(clientKey === undefined
      ? {}
      : { tls_key_sealed: clientKey === null ? null : sealSecret(encryptionKey, clientKey) }),
  };
}

export type TlsFault = 'caCertificate' | 'clientCertificate' | 'clientKey';

/** The first part that cannot be used, if any: no certificate or key in PEM, or a key of another certificate. */
export function tlsFault({ ca, certificate, key }: TlsSettings): TlsFault | undefined {
  if (ca !== undefined && !works(() => new X509Certificate(ca))) return 'caCertificate';
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined || !works(() => new X509Certificate(certificate))) return 'clientCertificate';
  if (key === undefined || !works(() => createPrivateKey(key))) return 'clientKey';
  return works(() => createSecureContext({ cert: certificate, key })) ? undefined : 'clientKey';
}

function works(use: () => unknown): boolean {
  try {
    use();
    return true;
  } catch {
    return false;
  }
}
