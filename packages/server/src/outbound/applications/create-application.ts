import { fillBaseUrl, settingsOf, type SettingsFault, type TemplateCredential } from '@lockstep/provisioning';
import type { Kysely } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import { isUniqueViolation } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { findTemplate, type TemplateEntry } from '../catalog/template-queries.ts';
import { readColumns } from '../mappings/expression-scope.ts';
import type { OutboundContext } from '../options.ts';
import { getApplication } from './application-queries.ts';
import type { Application, NewApplication } from './application-view.ts';
import type { CredentialSettings } from './credential-settings.ts';

export type CreateApplicationOutcome =
  | { readonly kind: 'created'; readonly application: Application }
  | { readonly kind: 'slug_taken'; readonly slug: string }
  | { readonly kind: 'faulty'; readonly faults: readonly SettingsFault[] }
  | { readonly kind: 'template_unknown' };

/** Adds an application with every switch off: nothing is sent before somebody says so. */
export async function createApplication(
  context: OutboundContext,
  organizationId: string,
  input: NewApplication,
  actor: Actor,
): Promise<CreateApplicationOutcome> {
  const slug = input.slug ?? toSlug(input.name);
  let outcome: 'template_unknown' | readonly SettingsFault[] | undefined;
  try {
    outcome = await context.database.db.transaction().execute(async (transaction) => {
      await holdTemplate(transaction, organizationId, input.template);
      const entry = await findTemplate(context, transaction, organizationId, input.template);
      if (entry === undefined) return 'template_unknown';
      const filled = baseUrlOf(entry, input);
      if ('faults' in filled) return filled.faults;
      await insertApplication(transaction, { organizationId, slug, name: input.name, ...filled, entry, actor });
      return undefined;
    });
  } catch (error) {
    if (isUniqueViolation(error)) return { kind: 'slug_taken', slug };
    throw error;
  }
  if (outcome === 'template_unknown') return { kind: outcome };
  if (outcome !== undefined) return { kind: 'faulty', faults: outcome };
  const application = await getApplication(context, { organizationId, slug });
  if (application === undefined) throw new TypeError('An application was removed while it was made.');
  return { kind: 'created', application };
}

/** So that a template of the organization's own is not removed meanwhile. */
async function holdTemplate(transaction: Kysely<Tables>, organizationId: string, id: string): Promise<void> {
  await transaction
    .selectFrom('templates')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forShare()
    .execute();
}

function baseUrlOf(
  { template }: TemplateEntry,
  { baseUrl, fields }: NewApplication,
): { readonly baseUrl: string } | { readonly faults: readonly SettingsFault[] } {
  return baseUrl === undefined ? fillBaseUrl(template, fields ?? {}) : { baseUrl };
}

interface MadeApplication {
  readonly organizationId: string;
  readonly slug: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly entry: TemplateEntry;
  readonly actor: Actor;
}

async function insertApplication(
  transaction: Kysely<Tables>,
  { organizationId, slug, name, baseUrl, entry: { template, own }, actor }: MadeApplication,
): Promise<void> {
  const id = uuidv7();
  const credential = knownCredential(template.credential);
  const settings = settingsOf(template);
  await transaction
    .insertInto('applications')
    .values({
      organization_id: organizationId,
      id,
      slug,
      name,
      template: template.id,
      base_url: baseUrl,
      ...(own ? { own_template: JSON.stringify(template) } : {}),
      ...readColumns(settings, slug),
      ...(credential === undefined ? {} : { credential: JSON.stringify(credential) }),
    })
    .execute();
  const attributes = Object.entries({ slug, name, template: template.id, baseUrl }).map(([path, after]) => ({
    path,
    after,
  }));
  await recordChanges(transaction, [
    { organizationId, actor, resourceType: 'Application', resourceId: id, operation: 'create', attributes },
  ]);
}

/** What the template alone says of the credential; the rest is asked for under Integration. */
function knownCredential(credential: TemplateCredential): CredentialSettings | undefined {
  return credential.kind === 'header' ? credential : undefined;
}

/** Lower-case letters, digits and hyphens, 2 to 63 of them. */
function toSlug(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-$/, '');
  return slug.length < 2 ? `application${slug === '' ? '' : `-${slug}`}` : slug;
}
