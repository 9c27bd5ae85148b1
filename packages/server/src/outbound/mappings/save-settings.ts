import { checkSettings, expressionsOf, type ProfileSettings, type SettingsFault } from '@lockstep/provisioning';
import { jsonEquals, type JsonValue } from '@lockstep/scim';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Actor, AttributeChange } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { markUsers } from '../app-users/mark.ts';
import { findApplicationRow, type ApplicationRow } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';
import { affectedPairs } from './affected-pairs.ts';
import { profileSettingsOf } from './application-template.ts';
import { changeTo } from './count-affected.ts';
import { expressionScope, readColumns } from './expression-scope.ts';
import { findReadCircles } from './read-circles.ts';

/** `version` counts up by one with each change. */
export interface SavedProfileSettings {
  readonly settings: ProfileSettings;
  readonly version: number;
}

export type SaveSettingsOutcome =
  | ({ readonly kind: 'saved'; readonly affected: number } & SavedProfileSettings)
  | { readonly kind: 'faulty'; readonly faults: readonly SettingsFault[] }
  /** Somebody else saved since `version` was read. */
  | { readonly kind: 'changed_meanwhile' }
  | { readonly kind: 'unknown' };

/** Undefined where there is no such application. */
export async function getProfileSettings(
  context: OutboundContext,
  place: ApplicationPlace,
): Promise<SavedProfileSettings | undefined> {
  const row = await findApplicationRow(context.database.db, place);
  return row === undefined ? undefined : { settings: profileSettingsOf(context, row), version: row.profile_version };
}

/**
 * Changes the attribute list, the mappings and the username format of an application, and marks exactly the pairs for
 * which another thing is to be sent than before. While it goes through them, nothing of the application is claimed.
 */
export async function saveProfileSettings(
  context: OutboundContext,
  place: ApplicationPlace,
  edit: SavedProfileSettings,
  actor: Actor,
): Promise<SaveSettingsOutcome> {
  const { custom, applications } = await expressionScope(context, place.organizationId, expressionsOf(edit.settings));
  const faults = checkSettings(edit.settings, custom, applications);
  if (faults.length > 0) return { kind: 'faulty', faults };
  const outcome = await context.database.db.transaction().execute(async (transaction) => {
    const row = await lockApplication(transaction, place);
    if (row === undefined) return 'unknown';
    if (row.profile_version !== edit.version) return 'changed_meanwhile';
    // one after the other, or two would each find no circle and make one together
    await sql`select pg_advisory_xact_lock(hashtextextended(${`read circles of ${row.organization_id}`}, 0))`.execute(
      transaction,
    );
    const circles = await findReadCircles(transaction, place, edit.settings);
    if (circles.length > 0) return { kind: 'faulty', faults: circles } as const;
    const affected = await markAffected(context, transaction, row, edit.settings);
    await writeSettings(context, transaction, row, { ...edit, actor });
    return { kind: 'saved', id: row.id, affected } as const;
  });
  if (typeof outcome === 'string') return { kind: outcome };
  if (outcome.kind === 'faulty') return outcome;
  context.touch(place.organizationId, outcome.id);
  context.wake();
  return { kind: 'saved', settings: edit.settings, version: edit.version + 1, affected: outcome.affected };
}

/** Keeps claims away and lets assignments through. */
async function lockApplication(
  transaction: Kysely<Tables>,
  place: ApplicationPlace,
): Promise<ApplicationRow | undefined> {
  return transaction
    .selectFrom('applications')
    .selectAll()
    .where('organization_id', '=', place.organizationId)
    .where('slug', '=', place.slug)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

async function markAffected(
  context: OutboundContext,
  transaction: Transaction<Tables>,
  row: ApplicationRow,
  settings: ProfileSettings,
): Promise<number> {
  let count = 0;
  for await (const { affected } of affectedPairs(transaction, changeTo(context, row, settings))) {
    if (affected.length > 0) await markUsers(transaction, row.organization_id, affected, row.id);
    count += affected.length;
  }
  return count;
}

async function writeSettings(
  context: OutboundContext,
  transaction: Kysely<Tables>,
  row: ApplicationRow,
  { settings, version, actor }: SavedProfileSettings & { readonly actor: Actor },
): Promise<void> {
  const { organization_id: organizationId, id } = row;
  await transaction
    .updateTable('applications')
    .set({
      profile_settings: JSON.stringify(settings),
      profile_version: version + 1,
      ...readColumns(settings, row.slug),
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
  const attributes = settingsChanges(profileSettingsOf(context, row), settings);
  if (attributes.length === 0) return;
  await recordChanges(transaction, [
    { organizationId, actor, resourceType: 'Application', resourceId: id, operation: 'update', attributes },
  ]);
}

/** What differs, attribute by attribute: `mappings[title]`. */
function settingsChanges(before: ProfileSettings, after: ProfileSettings): AttributeChange[] {
  const [old, fresh] = [partsOf(before), partsOf(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].sort().flatMap((path) => {
    const [one, other] = [old.get(path), fresh.get(path)];
    if (one !== undefined && other !== undefined && jsonEquals(one, other)) return [];
    return [{ path, ...(one === undefined ? {} : { before: one }), ...(other === undefined ? {} : { after: other }) }];
  });
}

function partsOf({ attributes, mappings, userName }: ProfileSettings): Map<string, JsonValue> {
  const json = (part: object): JsonValue => JSON.parse(JSON.stringify(part)) as JsonValue;
  return new Map([
    ...attributes.map((one) => [`attributes[${one.target}]`, json(one)] as const),
    ...mappings.map((one) => [`mappings[${one.target}]`, json(one)] as const),
    ['userName', json(userName)],
  ]);
}
