import { randomUUID } from 'node:crypto';
import type { ApplicationTemplate } from '@lockstep/provisioning';
import {
  clientProfiles,
  createScimClient,
  headerCredential,
  oauthCredential,
  testCredentials,
  type ClientProfile,
  type ClientProfileId,
  type Credential,
  type CredentialTest,
  type ScimClient,
  type ScimClientOptions,
  type Send,
} from '@lockstep/scim-client';
import { openSecret } from '../../storage/secret-box.ts';
import { findApplicationRow, type ApplicationRow } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import { credentialOf, keepsSecret, tlsOf, type CredentialSettings } from '../applications/credential-settings.ts';
import { applicationTemplate, templateOf } from '../mappings/application-template.ts';
import type { OpenClient, OutboundContext } from '../options.ts';
import { rateLimited } from './rate-limit.ts';
import { gated } from './request-gate.ts';
import type { TlsSettings } from './send.ts';

export interface Target {
  readonly template: ApplicationTemplate;
  readonly client: ScimClient;
  test(): Promise<CredentialTest>;
}

/** Pairs of one claim share the row of their application, and so its target. */
const opened = new WeakMap<ApplicationRow, Target>();

/** Throws {@link SecretUnreadableError}, and `TypeError` for a template or profile that this version does not have. */
export function openTarget(context: OutboundContext, row: ApplicationRow): Target {
  const found = opened.get(row) ?? open(context, row);
  opened.set(row, found);
  return found;
}

function open(context: OutboundContext, row: ApplicationRow): Target {
  const template = applicationTemplate(context, row);
  const { client, options } = clientOf(context, row);
  return { template, client, test: () => testCredentials(options) };
}

/** Clients kept in memory at most; the one opened longest ago is forgotten first. */
const keptClients = 1000;

/** The same client while the settings are the same: it remembers what the target offers, and a token that it fetched. */
function clientOf(context: OutboundContext, row: ApplicationRow): OpenClient {
  const { clients } = context;
  const profile = clientProfileOf(context, row);
  const { base_url: baseUrl, credential, api_token_sealed: secret } = row;
  const key = JSON.stringify([
    baseUrl,
    secret,
    credential,
    profile.id,
    row.tls_ca,
    row.tls_certificate,
    row.tls_key_sealed,
    row.requests_per_second,
    row.concurrency,
  ]);
  const kept = clients.get(row.id);
  if (kept?.key === key) return kept;
  const settings = { baseUrl, profile, credential: credentialOf(row), tls: tlsOf(row, context.encryptionKey) };
  const options = clientOptions(context, settings, savedSecret(context, row) ?? '');
  const { requests_per_second: perSecond } = row;
  const paced = perSecond === null ? options.send : rateLimited(options.send, perSecond, context.now);
  const send = gated(paced, row.concurrency ?? context.limits.requestsAtOnce);
  const opened = { key, client: createScimClient({ ...options, send }), options };
  clients.delete(row.id);
  clients.set(row.id, opened);
  const [oldest] = clients.keys();
  if (clients.size > keptClients && oldest !== undefined) clients.delete(oldest);
  return opened;
}

/** The application's own client profile, else its template's. */
export function clientProfileOf(
  context: OutboundContext,
  row: Pick<ApplicationRow, 'template' | 'own_template' | 'client_profile'>,
): ClientProfile {
  const wanted = row.client_profile ?? templateOf(context, row).clientProfile;
  const profile = Object.values(clientProfiles).find(({ id }) => id === wanted);
  if (profile === undefined) throw new TypeError(`There is no client profile ${wanted}.`);
  return profile;
}

interface ClientSettings {
  readonly baseUrl: string;
  readonly profile: ClientProfile;
  readonly credential: CredentialSettings;
  readonly tls: TlsSettings;
}

function clientOptions(context: OutboundContext, settings: ClientSettings, secret: string): ScimClientOptions {
  const { baseUrl, profile } = settings;
  const send = context.network(settings.tls);
  const credential = toCredential(settings.credential, secret, { send, now: context.now });
  return { send, now: context.now, baseUrl, credential, profile, randomText: randomUUID };
}

function toCredential(
  settings: CredentialSettings,
  secret: string,
  { send, now }: { readonly send: Send; readonly now: () => number },
): Credential {
  switch (settings.kind) {
    case 'bearer':
      return headerCredential('authorization', `Bearer ${secret}`, [secret]);
    case 'header':
      return headerCredential(settings.header, secret, [secret]);
    case 'basic': {
      const pair = base64(`${settings.userName}:${secret}`);
      return headerCredential('authorization', `Basic ${pair}`, [secret, pair]);
    }
    case 'oauth-client':
      return oauthCredential({ ...settings, clientSecret: secret, send, now, base64 });
    default:
      return settings satisfies never;
  }
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

export type TestOutcome = { readonly kind: 'tested'; readonly test: CredentialTest } | { readonly kind: 'unknown' };

/** What is absent is tested as it is saved; the certificates always are. */
export interface TestedValues {
  readonly baseUrl?: string | undefined;
  readonly clientProfile?: ClientProfileId | undefined;
  readonly credential?: CredentialSettings | undefined;
  /** The API token, password or client secret. */
  readonly apiToken?: string | undefined;
}

/**
 * *Test API credentials* with the values given, or the saved ones where absent. The saved secret goes to the saved
 * server only: whoever can edit the base URL must not be able to read it by that.
 */
export async function testApplication(
  context: OutboundContext,
  place: ApplicationPlace,
  values: TestedValues,
): Promise<TestOutcome> {
  const row = await findApplicationRow(context.database.db, place);
  if (row === undefined) return { kind: 'unknown' };
  const { baseUrl = row.base_url, credential = credentialOf(row), apiToken } = values;
  const secret = apiToken ?? (keepsSecret(row, baseUrl, credential) ? savedSecret(context, row) : undefined);
  if (secret === undefined) return { kind: 'tested', test: secretNeeded(baseUrl) };
  const profile = clientProfileOf(context, { ...row, client_profile: values.clientProfile ?? row.client_profile });
  const settings = { baseUrl, profile, credential, tls: tlsOf(row, context.encryptionKey) };
  return { kind: 'tested', test: await testCredentials(clientOptions(context, settings, secret)) };
}

function savedSecret(
  context: OutboundContext,
  { api_token_sealed: sealed }: Pick<ApplicationRow, 'api_token_sealed'>,
): string | undefined {
  return sealed === null ? undefined : openSecret(context.encryptionKey, sealed);
}

function secretNeeded(baseUrl: string): CredentialTest {
  return {
    ok: false,
    finding: 'credentials-needed',
    title: 'Enter the API token first.',
    hint: 'A saved API token is only ever sent to the server that it was saved for. Nothing was sent.',
    request: { method: 'GET', url: baseUrl },
  };
}
