import { checkTemplate, type CatalogTemplate, type SettingsFault } from '@lockstep/provisioning';
import type { Kysely } from 'kysely';
import type { Actor } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { OutboundContext } from '../options.ts';
import { countUses } from './template-queries.ts';

/** Templates that an organization may have of its own. */
const mostTemplates = 100;

export type SaveTemplateOutcome =
  | { readonly kind: 'saved' }
  | { readonly kind: 'faulty'; readonly faults: readonly SettingsFault[] }
  | { readonly kind: 'taken' }
  | { readonly kind: 'too_many'; readonly most: number }
  | { readonly kind: 'unknown' };

/** Which template of which organization, and who asks. */
export interface TemplateEdit {
  readonly organizationId: string;
  readonly actor: Actor;
}

/** Adds a template of the organization's own. `taken`: the catalog or the organization has the id. */
export async function createTemplate(
  context: OutboundContext,
  edit: TemplateEdit,
  template: CatalogTemplate,
): Promise<SaveTemplateOutcome> {
  const faults = checkTemplate(template);
  if (faults.length > 0) return { kind: 'faulty', faults };
  if (context.templates.some(({ id }) => id === template.id)) return { kind: 'taken' };
  return context.database.db.transaction().execute(async (transaction): Promise<SaveTemplateOutcome> => {
    if (!(await hasRoom(transaction, edit.organizationId))) return { kind: 'too_many', most: mostTemplates };
    const row = await transaction
      .insertInto('templates')
      .values({ organization_id: edit.organizationId, id: template.id, document: JSON.stringify(template) })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) return { kind: 'taken' };
    await record(transaction, edit, template.id, 'create');
    return { kind: 'saved' };
  });
}

/** Holds the organization, so that two additions are counted one after the other. */
async function hasRoom(transaction: Kysely<Tables>, organizationId: string): Promise<boolean> {
  await transaction
    .selectFrom('organizations')
    .select('id')
    .where('id', '=', organizationId)
    .forUpdate()
    .executeTakeFirst();
  const rows = await transaction
    .selectFrom('templates')
    .select('id')
    .where('organization_id', '=', organizationId)
    .execute();
  return rows.length < mostTemplates;
}

/** Replaces a template of the organization's own. Applications keep the one that they were made from. */
export async function replaceTemplate(
  context: OutboundContext,
  edit: TemplateEdit,
  template: CatalogTemplate,
): Promise<SaveTemplateOutcome> {
  const faults = checkTemplate(template);
  if (faults.length > 0) return { kind: 'faulty', faults };
  return context.database.db.transaction().execute(async (transaction): Promise<SaveTemplateOutcome> => {
    const row = await transaction
      .updateTable('templates')
      .set({ document: JSON.stringify(template), changed_at: new Date(context.now()) })
      .where('organization_id', '=', edit.organizationId)
      .where('id', '=', template.id)
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) return { kind: 'unknown' };
    await record(transaction, edit, template.id, 'update');
    return { kind: 'saved' };
  });
}

export type DeleteTemplateOutcome =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'in_use'; readonly applications: number }
  | { readonly kind: 'unknown' };

/** Removes a template of the organization's own that no application was made from. */
export async function deleteTemplate(
  context: OutboundContext,
  edit: TemplateEdit,
  id: string,
): Promise<DeleteTemplateOutcome> {
  const { organizationId } = edit;
  return context.database.db.transaction().execute(async (transaction): Promise<DeleteTemplateOutcome> => {
    // who adds an application from it just now holds it, too
    const row = await transaction
      .selectFrom('templates')
      .select('id')
      .where('organization_id', '=', organizationId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return { kind: 'unknown' };
    const applications = await countUses(transaction, organizationId, id);
    if (applications > 0) return { kind: 'in_use', applications };
    await transaction
      .deleteFrom('templates')
      .where('organization_id', '=', organizationId)
      .where('id', '=', id)
      .execute();
    await record(transaction, edit, id, 'delete');
    return { kind: 'deleted' };
  });
}

async function record(
  transaction: Kysely<Tables>,
  { organizationId, actor }: TemplateEdit,
  id: string,
  operation: 'create' | 'update' | 'delete',
): Promise<void> {
  const attributes = [operation === 'delete' ? { path: 'id', before: id } : { path: 'id', after: id }];
  await recordChanges(transaction, [
    { organizationId, actor, resourceType: 'Template', resourceId: organizationId, operation, attributes },
  ]);
}
