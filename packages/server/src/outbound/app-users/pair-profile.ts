import {
  desiredUserName,
  fromResource,
  managedTargets,
  mapValues,
  settingsOf,
  type AppProfile,
  type ApplicationTemplate,
  type AppValue,
  type AssignedValues,
  type AttributeMapping,
  type MappingSource,
  type SourceUser,
  type UserNameFormat,
} from '@lockstep/provisioning';
import { describeError, statusOf } from '@lockstep/scim-client';
import { sql } from 'kysely';
import { isUserId } from '../../directory/users/find-users.ts';
import { findApplicationRow, type ApplicationRow } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import { applicationTemplate, templateOf } from '../mappings/application-template.ts';
import type { OutboundContext } from '../options.ts';
import { findAccount } from '../reconciler/find-account.ts';
import type { Pair } from '../reconciler/pair.ts';
import { toPair, pairColumns, withRelatedUsers, workJoins, type PairRow } from '../reconciler/work-row.ts';
import { openTarget, type Target } from '../target/open-target.ts';

/**
 * What gave an attribute its desired value: that the person is to have an active account; the username format; the
 * personal assignment; that of a group; a mapping, which may be the template's own. Nothing: it is left as it is.
 */
type ValueSource =
  | { readonly kind: 'status' }
  | { readonly kind: 'username-format'; readonly format: UserNameFormat }
  | { readonly kind: 'personal' }
  | { readonly kind: 'group'; readonly group: { readonly id: string; readonly displayName: string } }
  | {
      readonly kind: 'mapping';
      readonly mapping: MappingSource;
      readonly applyOn: AttributeMapping['applyOn'];
      readonly ofTemplate: boolean;
    }
  | { readonly kind: 'none' };

/** One attribute of an account: what it is to be, and what was last applied. Absent: no value. */
interface PairAttribute {
  readonly target: string;
  readonly label?: string;
  readonly desired?: AppValue;
  readonly applied?: AppValue;
  readonly source: ValueSource;
  /** Why there is no desired value although there should be. */
  readonly reason?: string;
}

export interface PairProfile {
  readonly userId: string;
  readonly displayName: string;
  readonly loginName: string;
  /** Whether the person is to have an active account. */
  readonly wanted: boolean;
  /** Whether it is known what was last applied. */
  readonly appliedKnown: boolean;
  readonly remoteId?: string;
  /** ISO 8601. */
  readonly appliedAt?: string;
  readonly attributes: readonly PairAttribute[];
}

/** What the account holds at the target just now. */
export type ActualProfile =
  | { readonly kind: 'found'; readonly remoteId: string; readonly values: AppProfile }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly message: string; readonly status?: number };

interface DetailRow extends PairRow {
  readonly display_name: string;
  readonly login_name: string;
  readonly applied_at: Date | null;
  readonly group_id: string | null;
  readonly group_name: string | null;
}

interface Found {
  readonly row: DetailRow;
  readonly pair: Pair;
  readonly application: ApplicationRow;
}

/** Attribute by attribute, with the rule behind each value. Undefined where there is no such pair. */
export async function getPairProfile(
  context: OutboundContext,
  place: ApplicationPlace,
  userId: string,
): Promise<PairProfile | undefined> {
  const found = await findPair(context, place, userId);
  if (found === undefined) return undefined;
  const { row, pair } = found;
  return {
    userId,
    displayName: row.display_name,
    loginName: row.login_name,
    wanted: pair.wanted !== undefined,
    appliedKnown: row.applied_profile !== null,
    ...(row.remote_id === null ? {} : { remoteId: row.remote_id }),
    ...(row.applied_at === null ? {} : { appliedAt: row.applied_at.toISOString() }),
    attributes: attributesOf(context, found),
  };
}

/**
 * Reads the account at the target then and there, by its id, or by the login name that it is to have. Sends reads only.
 * Undefined where there is no such pair.
 */
export async function readActual(
  context: OutboundContext,
  place: ApplicationPlace,
  userId: string,
): Promise<ActualProfile | undefined> {
  const found = await findPair(context, place, userId);
  if (found === undefined) return undefined;
  const { pair, application } = found;
  if (application.api_token_sealed === null) {
    return { kind: 'failed', message: 'Enter an API token first: nothing can be read without one.' };
  }
  const target = openTarget(context, application);
  if (pair.remoteId === undefined) return lookUp(target, pair);
  const result = await target.client.retrieve('/Users', pair.remoteId);
  if (!result.ok) {
    const status = statusOf(result.error);
    if (status === 404 || status === 410) return { kind: 'none' };
    return { kind: 'failed', message: describeError(result.error), ...(status === undefined ? {} : { status }) };
  }
  const values = fromResource(result.resource ?? {}, managedTargets(target.template));
  return { kind: 'found', remoteId: pair.remoteId, values };
}

async function lookUp(target: Target, pair: Pair): Promise<ActualProfile> {
  if (pair.wanted === undefined) return { kind: 'none' };
  const named = desiredUserName(target.template, pair.wanted, pair.values, pair.accountName);
  if ('reason' in named) return { kind: 'none' };
  const search = await findAccount(target, { names: [named.userName] });
  switch (search.kind) {
    case 'found':
      return { kind: 'found', remoteId: search.account.remoteId, values: search.account.profile ?? {} };
    case 'none':
      return { kind: 'none' };
    case 'several':
      return {
        kind: 'failed',
        message: `The application has ${search.count} accounts with the login name ${search.name}.`,
      };
    case 'error': {
      const status = statusOf(search.error);
      return { kind: 'failed', message: describeError(search.error), ...(status === undefined ? {} : { status }) };
    }
    default:
      return search satisfies never;
  }
}

async function findPair(context: OutboundContext, place: ApplicationPlace, userId: string): Promise<Found | undefined> {
  const { db } = context.database;
  if (!isUserId(userId)) return undefined;
  const application = await findApplicationRow(db, place);
  if (application === undefined) return undefined;
  const { rows } = await sql<DetailRow>`
    select ${pairColumns}, p.display_name, p.login_name, p.applied_at, e.group_id, g.display_name as group_name
    from (
      select ${application.organization_id}::uuid as organization_id, ${application.id}::uuid as application_id,
        ${userId}::uuid as user_id
    ) k
    ${workJoins}
    left join groups g on g.organization_id = k.organization_id and g.id = e.group_id`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const plain = toPair(row, application, { owner: '', retaken: false, now: context.now() });
  const [pair = plain] = await withRelatedUsers(db, [plain]);
  return { row, application, pair };
}

interface Desired {
  readonly value?: AppValue | undefined;
  readonly source: ValueSource;
  readonly reason?: string | undefined;
}

function attributesOf(context: OutboundContext, found: Found): PairAttribute[] {
  const template = applicationTemplate(context, found.application);
  const labels = new Map(template.attributes.map((one) => [one.target, one.label]));
  const applied = (found.row.applied_profile ?? {}) as AppProfile;
  const desired = desiredValues(context, found, template);
  const targets = [...new Set([...desired.keys(), ...Object.keys(applied)])];
  return targets.map((target) => {
    const { value, reason, source } = desired.get(target) ?? { source: { kind: 'none' } };
    const label = labels.get(target);
    const last = applied[target];
    return {
      target,
      ...(label === undefined ? {} : { label }),
      ...(value === undefined ? {} : { desired: value }),
      ...(last === undefined ? {} : { applied: last }),
      source,
      ...(reason === undefined ? {} : { reason }),
    };
  });
}

/** Of somebody who is not to have an active account, only that is desired. */
function desiredValues(
  context: OutboundContext,
  { row, pair, application }: Found,
  template: ApplicationTemplate,
): Map<string, Desired> {
  const status: Desired = { source: { kind: 'status' }, ...statusValue(pair) };
  if (pair.wanted === undefined) return new Map([['active', status]]);
  const named = desiredUserName(template, pair.wanted, pair.values, pair.accountName);
  const userName = 'userName' in named ? { value: named.userName } : { reason: named.reason };
  const nameSource: ValueSource =
    pair.values.userName === undefined
      ? { kind: 'username-format', format: template.userNameFormat }
      : { kind: 'personal' };
  const own = settingsOf(templateOf(context, application)).mappings;
  const isOwn = (mapping: AttributeMapping): boolean =>
    own.some((one) => one.target === mapping.target && JSON.stringify(one) === JSON.stringify(mapping));
  const values = mapped(template, pair.wanted, pair).map(({ mapping, assigned, value, reason }): [string, Desired] => {
    const { source, applyOn, target } = mapping;
    const from: ValueSource =
      assigned === true
        ? assignmentSource(template, target, pair.values, row)
        : { kind: 'mapping', mapping: source, applyOn, ofTemplate: isOwn(mapping) };
    return [target, { value, reason, source: from }];
  });
  return new Map<string, Desired>([['userName', { source: nameSource, ...userName }], ['active', status], ...values]);
}

function mapped(
  template: ApplicationTemplate,
  user: SourceUser,
  { values, accountName }: Pick<Pair, 'values' | 'accountName'>,
) {
  const named = desiredUserName(template, user, values, accountName);
  return mapValues(template, user, 'userName' in named ? named.userName : undefined, values);
}

/** Nothing is desired of an account that is left as it is, or is not there. */
function statusValue({ wanted, remoteId, ending }: Pair): Pick<Desired, 'value'> {
  if (wanted !== undefined) return { value: true };
  return remoteId === undefined || ending === undefined || ending === 'nothing' ? {} : { value: false };
}

/** As {@link effectiveValues} chooses. */
function assignmentSource(
  { attributes }: ApplicationTemplate,
  target: string,
  { group }: AssignedValues,
  row: DetailRow,
): ValueSource {
  const scope = attributes.find((one) => one.target === target)?.scope;
  if (group === undefined || scope !== 'group' || row.group_id === null) return { kind: 'personal' };
  return { kind: 'group', group: { id: row.group_id, displayName: row.group_name ?? row.group_id } };
}
