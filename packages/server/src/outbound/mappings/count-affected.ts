import {
  checkSettings,
  expressionsOf,
  readsOf,
  withSettings,
  type ProfileSettings,
  type SettingsFault,
} from '@lockstep/provisioning';
import { findApplicationRow, type ApplicationRow } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';
import { affectedPairs, type TemplateChange } from './affected-pairs.ts';
import { expressionScope } from './expression-scope.ts';
import { findReadCircles } from './read-circles.ts';
import { applicationTemplate, profileSettingsOf, templateOf } from './application-template.ts';

export type CountOutcome =
  | { readonly kind: 'counted'; readonly count: number; readonly atLeast: boolean }
  | { readonly kind: 'faulty'; readonly faults: readonly SettingsFault[] }
  | { readonly kind: 'unknown' };

/** Looked at for a count; what is beyond makes it "at least". */
const mostChecked = 20_000;
const longestMs = 2000;

/** For how many people of the application the settings would have another thing sent. */
export async function countAffected(
  context: OutboundContext,
  place: ApplicationPlace,
  settings: ProfileSettings,
): Promise<CountOutcome> {
  const { custom, applications } = await expressionScope(context, place.organizationId, expressionsOf(settings));
  const faults = checkSettings(settings, custom, applications);
  if (faults.length > 0) return { kind: 'faulty', faults };
  const row = await findApplicationRow(context.database.db, place);
  if (row === undefined) return { kind: 'unknown' };
  const circles = await findReadCircles(context.database.db, place, settings);
  if (circles.length > 0) return { kind: 'faulty', faults: circles };
  const started = performance.now();
  let [checked, count] = [0, 0];
  for await (const batch of affectedPairs(context.database.db, changeTo(context, row, settings))) {
    // a full look at one batch more would be too much: there is at least this
    if (checked >= mostChecked || performance.now() - started > longestMs)
      return { kind: 'counted', count, atLeast: true };
    checked += batch.checked;
    count += batch.affected.length;
  }
  return { kind: 'counted', count, atLeast: false };
}

/** The change that saving the settings would be. */
export function changeTo(context: OutboundContext, row: ApplicationRow, settings: ProfileSettings): TemplateChange {
  return {
    organizationId: row.organization_id,
    applicationId: row.id,
    before: applicationTemplate(context, row),
    after: withSettings(templateOf(context, row), settings),
    application: { name: row.name, baseUrl: row.base_url },
    reads: readsOf([...expressionsOf(settings), ...expressionsOf(profileSettingsOf(context, row))]),
    now: context.now(),
  };
}
