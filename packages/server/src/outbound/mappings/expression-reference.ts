import {
  appUserSchema,
  oktaFunctions,
  referenceOf,
  signatureOf,
  userProfile,
  type AttributeType,
  type UserAttribute,
} from '@lockstep/provisioning';
import { customUserAttributes } from '../../directory/custom-types/custom-user-attributes.ts';
import type { OutboundContext } from '../options.ts';
import { profileSettingsOf } from './application-template.ts';

/** What expressions may name. */
export interface ExpressionReference {
  readonly attributes: readonly UserAttribute[];
  readonly functions: readonly {
    readonly name: string;
    readonly signature: string;
    readonly summary: string;
    readonly call: string;
    readonly gives: string;
  }[];
  readonly applications: readonly {
    readonly reference: string;
    readonly slug: string;
    readonly name: string;
    readonly attributes: readonly { readonly name: string; readonly type: AttributeType }[];
  }[];
}

/** Completed in the editor; others can be written all the same. */
const mostApplications = 100;

export async function expressionReference(
  context: OutboundContext,
  organizationId: string,
): Promise<ExpressionReference> {
  const functions = [...oktaFunctions.values()].filter(({ replacedBy }) => replacedBy === undefined);
  return {
    attributes: [...userProfile, ...(await customUserAttributes(context.database.db, organizationId))],
    functions: functions.map((one) => ({
      name: one.name,
      signature: signatureOf(one),
      summary: one.summary,
      call: one.example.call,
      gives: one.example.gives,
    })),
    applications: await applicationsOf(context, organizationId),
  };
}

async function applicationsOf(
  context: OutboundContext,
  organizationId: string,
): Promise<ExpressionReference['applications']> {
  const rows = await context.database.db
    .selectFrom('applications')
    .select(['slug', 'name', 'template', 'own_template', 'profile_settings'])
    .where('organization_id', '=', organizationId)
    .orderBy('slug')
    .limit(mostApplications)
    .execute();
  return rows.map((row) => ({
    reference: referenceOf(row.slug),
    slug: row.slug,
    name: row.name,
    attributes: [...appUserSchema(profileSettingsOf(context, row).attributes)].map(([name, type]) => ({
      name,
      type,
    })),
  }));
}
