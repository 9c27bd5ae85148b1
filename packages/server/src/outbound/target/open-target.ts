import type { ApplicationTemplate } from '@lockstep/provisioning';
import {
  clientProfiles,
  createScimClient,
  testCredentials,
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
  readonly template: string;
  readonly base_url: string;
  readonly api_token_sealed: string | null;
}

export interface Target {
  readonly template: ApplicationTemplate;
  readonly client: ScimClient;
  test(): Promise<CredentialTest>;
}

/** Throws {@link SecretUnreadableError}, and `TypeError` for a template that this version does not have. */
export function openTarget(context: OutboundContext, settings: TargetSettings): Target {
  const template = templateOf(context, settings.template);
  const token = savedToken(context, settings) ?? '';
  const options = clientOptions(context, template, settings.base_url, token);
  return { template, client: createScimClient(options), test: () => testCredentials(options) };
}

function templateOf(context: OutboundContext, id: string): ApplicationTemplate {
  const template = context.templates.find((one) => one.id === id);
  if (template === undefined) throw new TypeError(`There is no template ${id}.`);
  return template;
}

function clientOptions(
  context: OutboundContext,
  template: ApplicationTemplate,
  baseUrl: string,
  token: string,
): ScimClientOptions {
  const { send, now } = context;
  const profile = Object.values(clientProfiles).find(({ id }) => id === template.clientProfile);
  if (profile === undefined) throw new TypeError(`There is no client profile ${template.clientProfile}.`);
  return { send, now, baseUrl, authorization: `Bearer ${token}`, profile };
}

export type TestOutcome = { readonly kind: 'tested'; readonly test: CredentialTest } | { readonly kind: 'unknown' };

/**
 * *Test API credentials* with the values given, or the saved ones where absent. The saved API token goes to the saved
 * server only: whoever can edit the base URL must not be able to read the token by it.
 */
export async function testApplication(
  context: OutboundContext,
  place: ApplicationPlace,
  values: { readonly baseUrl?: string | undefined; readonly apiToken?: string | undefined },
): Promise<TestOutcome> {
  const row = await findApplicationRow(context.database.db, place);
  if (row === undefined) return { kind: 'unknown' };
  const { baseUrl = row.base_url, apiToken } = values;
  const token = apiToken ?? (sameServer(baseUrl, row.base_url) ? savedToken(context, row) : undefined);
  if (token === undefined) return { kind: 'tested', test: tokenNeeded(baseUrl) };
  const options = clientOptions(context, templateOf(context, row.template), baseUrl, token);
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
