import {
  checkSettings,
  desiredUserName,
  mapValues,
  withSettings,
  type AppValue,
  type ApplyOn,
  type MappedValue,
  type MappingSource,
  type ProfileSettings,
  type SettingsFault,
} from '@lockstep/provisioning';
import { customUserAttributes } from '../../directory/custom-types/custom-user-attributes.ts';
import { findApplicationRow } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';
import { applicationTemplate, templateOf } from './application-template.ts';
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
  const custom = await customUserAttributes(db, place.organizationId);
  const faults = settings === undefined ? [] : checkSettings(settings, custom);
  if (faults.length > 0) return { kind: 'faulty', faults };
  const row = await findApplicationRow(db, place);
  if (row === undefined) return { kind: 'unknown' };
  const pair = { organizationId: place.organizationId, applicationId: row.id };
  const found = await findSourceUser(db, pair, userId, context.now());
  if (found === undefined) return { kind: 'unknown' };
  const { user, values: assigned } = found;
  const template =
    settings === undefined ? applicationTemplate(context, row) : withSettings(templateOf(context, row), settings);
  const named = desiredUserName(template, user, assigned);
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
