import {
  checkSettings,
  desiredUserName,
  expressionsOf,
  mapValues,
  readsOfSettings,
  withSettings,
  type AppValue,
  type ApplyOn,
  type MappedValue,
  type MappingSource,
  type ProfileSettings,
  type SettingsFault,
} from '@lockstep/provisioning';
import { findApplicationRow } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';
import { expressionScope } from './expression-scope.ts';
import { applicationTemplate, profileSettingsOf, templateOf } from './application-template.ts';
import { findSourceUser } from './source-users.ts';

/** What the settings give for one person, value by value, with the rule behind each. */
interface ProfilePreview {
  readonly userName: { readonly value?: string; readonly reason?: string; readonly fromAssignment: boolean };
  readonly values: readonly {
    readonly target: string;
    readonly value?: AppValue;
    /** Absent where the assignment sets the value. */
    readonly source?: MappingSource;
    readonly applyOn: ApplyOn;
    readonly reason?: string;
  }[];
}

export type PreviewOutcome =
  | { readonly kind: 'previewed'; readonly preview: ProfilePreview }
  | { readonly kind: 'faulty'; readonly faults: readonly SettingsFault[] }
  | { readonly kind: 'unknown' };

/** With the settings given, or those in force. `unknown`: no such application, or no such user. */
export async function previewProfile(
  context: OutboundContext,
  place: ApplicationPlace,
  userId: string,
  settings?: ProfileSettings,
): Promise<PreviewOutcome> {
  const { db } = context.database;
  if (settings !== undefined) {
    const { custom, applications } = await expressionScope(context, place.organizationId, expressionsOf(settings));
    const faults = checkSettings(settings, custom, applications);
    if (faults.length > 0) return { kind: 'faulty', faults };
  }
  const row = await findApplicationRow(db, place);
  if (row === undefined) return { kind: 'unknown' };
  const reads = readsOfSettings(settings ?? profileSettingsOf(context, row));
  const pair = { organizationId: place.organizationId, applicationId: row.id, reads };
  const found = await findSourceUser(db, pair, userId, context.now());
  if (found === undefined) return { kind: 'unknown' };
  const { user, values: assigned, accountName } = found;
  const template =
    settings === undefined ? applicationTemplate(context, row) : withSettings(templateOf(context, row), settings);
  const named = desiredUserName(template, user, assigned, accountName);
  const value = 'userName' in named ? { value: named.userName } : { reason: named.reason };
  const values = mapValues(template, user, 'userName' in named ? named.userName : undefined, assigned);
  return {
    kind: 'previewed',
    preview: {
      userName: { ...value, fromAssignment: assigned.userName !== undefined },
      values: values.map(previewed),
    },
  };
}

function previewed({ mapping, assigned, ...result }: MappedValue): ProfilePreview['values'][number] {
  const { target, applyOn, source } = mapping;
  return { target, applyOn, ...(assigned === true ? {} : { source }), ...result };
}
