import { randomUUID } from 'node:crypto';
import type { ApplicationTemplate } from '@lockstep/provisioning';
import {
  clientProfiles,
  createScimClient,
  testCredentials,
  type ClientProfile,
  type ClientProfileId,
  type CredentialTest,
  type ScimClient,
  type ScimClientOptions,
} from '@lockstep/scim-client';
import { openSecret } from '../../storage/secret-box.ts';
import { findApplicationRow } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';

/** What is needed to talk to the target of an application. */
export interface TargetSettings {
  readonly id: string;
  readonly template: string;
  readonly base_url: string;
  readonly client_profile: string | null;
  readonly api_token_sealed: string | null;
}

export interface Target {
  readonly template: ApplicationTemplate;
  readonly client: ScimClient;
  test(): Promise<CredentialTest>;
}

/** Throws {@link SecretUnreadableError}, and `TypeError` for a template or profile that this version does not have. */
export function openTarget(context: OutboundContext, settings: TargetSettings): Target {
  const template = templateOf(context, settings.template);
  const token = savedToken(context, settings) ?? '';
  const options = clientOptions(context, clientProfileOf(context, settings), settings.base_url, token);
  return { template, client: clientOf(context, settings, options), test: () => testCredentials(options) };
}

/** Clients kept in memory at most; the one opened longest ago is forgotten first. */
const keptClients = 1000;

/** The same client while the settings are the same: it remembers what the target offers. */
function clientOf(context: OutboundContext, settings: TargetSettings, options: ScimClientOptions): ScimClient {
  const { clients } = context;
  const key = JSON.stringify([options.baseUrl, settings.api_token_sealed, options.profile.id]);
  const kept = clients.get(settings.id);
  if (kept?.key === key) return kept.client;
  const client = createScimClient(options);
  clients.delete(settings.id);
  clients.set(settings.id, { key, client });
  const [oldest] = clients.keys();
  if (clients.size > keptClients && oldest !== undefined) clients.delete(oldest);
  return client;
}

function templateOf(context: OutboundContext, id: string): ApplicationTemplate {
  const template = context.templates.find((one) => one.id === id);
  if (template === undefined) throw new TypeError(`There is no template ${id}.`);
  return template;
}

/** The application's own client profile, else its template's. */
export function clientProfileOf(
  context: OutboundContext,
  settings: Pick<TargetSettings, 'template' | 'client_profile'>,
): ClientProfile {
  const wanted = settings.client_profile ?? templateOf(context, settings.template).clientProfile;
  const profile = Object.values(clientProfiles).find(({ id }) => id === wanted);
  if (profile === undefined) throw new TypeError(`There is no client profile ${wanted}.`);
  return profile;
}

function clientOptions(
  context: OutboundContext,
  profile: ClientProfile,
  baseUrl: string,
  token: string,
): ScimClientOptions {
  const { send, now } = context;
  return { send, now, baseUrl, authorization: `Bearer ${token}`, profile, randomText: randomUUID };
}

export type TestOutcome = { readonly kind: 'tested'; readonly test: CredentialTest } | { readonly kind: 'unknown' };

/** What is absent is tested as it is saved. */
export interface TestedValues {
  readonly baseUrl?: string | undefined;
  readonly apiToken?: string | undefined;
  readonly clientProfile?: ClientProfileId | undefined;
}

/**
 * *Test API credentials* with the values given, or the saved ones where absent. The saved API token goes to the saved
 * server only: whoever can edit the base URL must not be able to read the token by it.
 */
export async function testApplication(
  context: OutboundContext,
  place: ApplicationPlace,
  values: TestedValues,
): Promise<TestOutcome> {
  const row = await findApplicationRow(context.database.db, place);
  if (row === undefined) return { kind: 'unknown' };
  const { baseUrl = row.base_url, apiToken } = values;
  const token = apiToken ?? (sameServer(baseUrl, row.base_url) ? savedToken(context, row) : undefined);
  if (token === undefined) return { kind: 'tested', test: tokenNeeded(baseUrl) };
  const options = clientOptions(
    context,
    clientProfileOf(context, { ...row, client_profile: values.clientProfile ?? row.client_profile }),
    baseUrl,
    token,
  );
  return { kind: 'tested', test: await testCredentials(options) };
}

function savedToken(context: OutboundContext, { api_token_sealed: sealed }: TargetSettings): string | undefined {
  return sealed === null ? undefined : openSecret(context.encryptionKey, sealed);
}

/** Whether a credential for the one base URL may go to the other: the same host, and not from https to plain http. */
export function sameServer(base: string, saved: string): boolean {
  if (!URL.canParse(base) || !URL.canParse(saved)) return false;
  const [next, before] = [new URL(base), new URL(saved)];
  return next.hostname === before.hostname && (next.protocol === 'https:' || before.protocol === 'http:');
}

function tokenNeeded(baseUrl: string): CredentialTest {
  return {
    ok: false,
    title: 'Enter the API token first.',
    hint: 'A saved API token is only ever sent to the server that it was saved for. Nothing was sent.',
    request: { method: 'GET', url: baseUrl },
  };
}
