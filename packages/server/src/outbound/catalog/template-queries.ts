import { matchesSearch, type CatalogTemplate, type TemplateCategory } from '@lockstep/provisioning';
import type { Kysely, Selectable } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { OutboundContext } from '../options.ts';

/** A template with whose it is. */
export interface TemplateEntry {
  readonly template: CatalogTemplate;
  /** Made by the organization itself. */
  readonly own: boolean;
  /** Of the organization's own: when it was last changed. */
  readonly changedAt?: string;
}

export interface TemplateDetails extends TemplateEntry {
  /** Applications of the organization that were made from it. */
  readonly applications: number;
}

export interface TemplateQuery {
  readonly search?: string | undefined;
  readonly category?: TemplateCategory | undefined;
}

/** The catalog with the organization's own templates, by name behind those that come with Lockstep. */
export async function listTemplates(
  context: OutboundContext,
  organizationId: string,
  { search = '', category }: TemplateQuery = {},
): Promise<readonly TemplateEntry[]> {
  const rows = await context.database.db
    .selectFrom('templates')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .orderBy('id')
    .execute();
  const own = rows.map(toEntry).toSorted((a, b) => a.template.name.localeCompare(b.template.name, 'en'));
  return [...context.templates.map((template) => ({ template, own: false })), ...own].filter(
    ({ template }) => (category === undefined || template.category === category) && matchesSearch(template, search),
  );
}

/** Undefined where neither the catalog nor the organization has it. */
export async function getTemplate(
  context: OutboundContext,
  organizationId: string,
  id: string,
): Promise<TemplateDetails | undefined> {
  const { db } = context.database;
  const entry = await findTemplate(context, db, organizationId, id);
  return entry === undefined ? undefined : { ...entry, applications: await countUses(db, organizationId, id) };
}

/** The organization's own or one of the catalog; the ids of the two never meet while both are known. */
export async function findTemplate(
  context: OutboundContext,
  db: Kysely<Tables>,
  organizationId: string,
  id: string,
): Promise<TemplateEntry | undefined> {
  const row = await db
    .selectFrom('templates')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row !== undefined) return toEntry(row);
  const template = context.templates.find((one) => one.id === id);
  return template === undefined ? undefined : { template, own: false };
}

/** How many applications of the organization were made from a template. */
export async function countUses(db: Kysely<Tables>, organizationId: string, id: string): Promise<number> {
  const { uses } = await db
    .selectFrom('applications')
    .select(({ fn }) => fn.countAll<string>().as('uses'))
    .where('organization_id', '=', organizationId)
    .where('template', '=', id)
    .executeTakeFirstOrThrow();
  return Number(uses);
}

/** Documents were checked as they were saved. */
function toEntry(row: Selectable<Tables['templates']>): TemplateEntry {
  return {
    template: row.document as unknown as CatalogTemplate,
    own: true,
    changedAt: row.changed_at.toISOString(),
  };
}
