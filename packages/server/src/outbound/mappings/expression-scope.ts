import {
  mentionedApplications,
  readsOfSettings,
  referenceOf,
  type ExpressionReads,
  type NamedApplication,
  type ProfileSettings,
  type UserAttribute,
} from '@lockstep/provisioning';
import type { Kysely } from 'kysely';
import { customUserAttributes } from '../../directory/custom-types/custom-user-attributes.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { OutboundContext } from '../options.ts';
import { profileSettingsOf } from './application-template.ts';

/** What expressions of an organization may name beside what everybody has. */
export interface ExpressionScope {
  /** Attributes of users that the organization has defined. */
  readonly custom: readonly UserAttribute[];
  /** Those of its applications that the expressions name. */
  readonly applications: readonly NamedApplication[];
}

/** For some expressions, well formed or not. */
export async function expressionScope(
  context: OutboundContext,
  organizationId: string,
  expressions: readonly string[],
): Promise<ExpressionScope> {
  const { db } = context.database;
  const custom = await customUserAttributes(db, organizationId);
  const slugs = mentionedApplications(expressions);
  return {
    custom,
    applications: slugs.length === 0 ? [] : await namedApplications(context, db, organizationId, slugs),
  };
}

async function namedApplications(
  context: OutboundContext,
  db: Kysely<Tables>,
  organizationId: string,
  slugs: readonly string[],
): Promise<readonly NamedApplication[]> {
  const rows = await db
    .selectFrom('applications')
    .select(['slug', 'template', 'own_template', 'profile_settings'])
    .where('organization_id', '=', organizationId)
    .where('slug', 'in', [...slugs])
    .orderBy('slug')
    .execute();
  return rows.map((row) => ({
    reference: referenceOf(row.slug),
    attributes: profileSettingsOf(context, row).attributes,
  }));
}

/** The columns that say what the settings of an application read, so that a change of that reaches its people. */
export function readColumns(settings: ProfileSettings, slug: string) {
  const reads = readsOfSettings(settings);
  return {
    reads_groups: reads.groups,
    reads_organization: reads.organization,
    reads_manager: reads.manager,
    reads_applications: namedSlugs(reads, slug),
    reads_accounts: [...reads.accounts],
  };
}

/** The applications that are read, itself where its properties are. */
function namedSlugs({ application, applications }: ExpressionReads, slug: string): string[] {
  return [...new Set([...applications, ...(application ? [slug] : [])])].sort();
}
