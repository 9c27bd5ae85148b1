import { findApplicationRow } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { NotOffered } from '../applications/template-limits.ts';
import { templateOf } from '../mappings/application-template.ts';
import type { OutboundContext } from '../options.ts';

/** The template says that the application has no groups. */
export type NoGroups = Pick<NotOffered, 'kind' | 'name'>;

/** Undefined where groups may be pushed, or where there is no such application. */
export async function findNoGroups(context: OutboundContext, place: ApplicationPlace): Promise<NoGroups | undefined> {
  const row = await findApplicationRow(context.database.db, place);
  if (row === undefined) return undefined;
  const { name, lacks } = templateOf(context, row);
  return lacks.includes('groups') ? { kind: 'not_offered', name } : undefined;
}
