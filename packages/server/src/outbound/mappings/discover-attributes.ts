import { attributesFromSchemas, type AppAttribute } from '@lockstep/provisioning';
import { describeError } from '@lockstep/scim-client';
import { findApplicationRow } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';
import { openTarget } from '../target/open-target.ts';
import { templateOf } from './application-template.ts';

/** `problem`: why the application could not say, so that the template did. */
export interface DiscoveredAttributes {
  readonly from: 'application' | 'template';
  readonly attributes: readonly AppAttribute[];
  readonly problem?: string;
}

/** The attributes that the application's /Schemas describe, else the template's. Undefined: no such application. */
export async function discoverAttributes(
  context: OutboundContext,
  place: ApplicationPlace,
): Promise<DiscoveredAttributes | undefined> {
  const row = await findApplicationRow(context.database.db, place);
  if (row === undefined) return undefined;
  const { attributes } = templateOf(context, row);
  const fromTemplate = (problem: string): DiscoveredAttributes => ({ from: 'template', attributes, problem });
  if (row.api_token_sealed === null) return fromTemplate('No API token is saved, so the application was not asked.');
  const result = await openTarget(context, row).client.search('/Schemas', {});
  if (!result.ok) return fromTemplate(describeError(result.error));
  const found = attributesFromSchemas(result.resources);
  if (found.length === 0) return fromTemplate('The application describes no attributes of users.');
  return { from: 'application', attributes: found };
}
