import { sql, type Kysely, type Updateable } from 'kysely';
import type { Actor, AttributeChange } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import { sealSecret } from '../../storage/secret-box.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { OutboundContext } from '../options.ts';
import { forgetTargetGroups } from '../group-push/forget-groups.ts';
import { templateOf } from '../mappings/application-template.ts';
import { awaitSilence } from '../app-users/await-silence.ts';
import { lockPairsOf } from '../app-users/lock-pairs.ts';
import { getApplication } from './application-queries.ts';
import { findApplicationRow, type ApplicationRow } from './application-rows.ts';
import type { Application, ApplicationEdit, ApplicationPlace } from './application-view.ts';
import { lifecycleColumns, lifecycleOf, type LifecycleEdit } from './lifecycle.ts';
import { notOfferedBy, type NotOffered } from './template-limits.ts';
import { credentialOf, keepsSecret, tlsColumns, tlsFault, tlsOf, type TlsFault } from './credential-settings.ts';

export type UpdateApplicationOutcome =
  | { readonly kind: 'updated'; readonly application: Application }
  | { readonly kind: 'credentials_missing' }
  /** No PEM text, or a key of another certificate. */
  | { readonly kind: 'certificate_invalid'; readonly part: TlsFault }
  /** The template says that the application cannot. */
  | NotOffered
  | { readonly kind: 'unknown' };

/**
 * Changes settings, credentials and switches. `credentials_missing`: API integration cannot be enabled without an API
 * token, and another server needs one of its own. Once API integration is turned off nothing is sent any more: what is
 * under way is waited for, as far as it ends soon. A new base URL is a new target: what is known of accounts at the old one is forgotten.
 */
export async function updateApplication(
  context: OutboundContext,
  place: ApplicationPlace,
  edit: ApplicationEdit,
  actor: Actor,
): Promise<UpdateApplicationOutcome> {
  const { organizationId } = place;
  const outcome = await context.database.db.transaction().execute(async (transaction) => {
    const row = await lockApplication(transaction, place);
    if (row === undefined) return 'unknown';
    if (lacksCredentials(row, edit)) return 'credentials_missing';
    const missing = notOfferedBy(templateOf(context, row), row, edit);
    if (missing !== undefined) return missing;
    const fault = edit.tls === undefined ? undefined : faultAfter(context, row, edit);
    if (fault !== undefined) return { kind: 'certificate_invalid', part: fault } as const;
    const values = editedColumns(context, row, edit);
    if (Object.keys(values).length === 0) return row.id;
    await transaction
      .updateTable('applications')
      .set(values)
      .where('organization_id', '=', organizationId)
      .where('id', '=', row.id)
      .execute();
    if (values.base_url !== undefined) {
      await forgetAccounts(transaction, row);
      await forgetTargetGroups(transaction, row);
    }
    if (values.api_integration === false) await stopImport(transaction, row);
    await releaseHeld(transaction, row);
    await recordChanges(transaction, [
      {
        organizationId,
        actor,
        resourceType: 'Application',
        resourceId: row.id,
        operation: 'update',
        attributes: editedAttributes(row, edit),
      },
    ]);
    return row.id;
  });
  if (typeof outcome === 'object') return outcome;
  if (outcome === 'unknown' || outcome === 'credentials_missing') return { kind: outcome };
  context.fence.forget(outcome);
  context.touch(organizationId, outcome);
  context.wake();
  if (edit.apiIntegration === false) await awaitSilence(context, { organizationId, applicationId: outcome });
  const application = await getApplication(context, place);
  return application === undefined ? { kind: 'unknown' } : { kind: 'updated', application };
}

/** The saved secret never goes to another server than it was saved for. */
function lacksCredentials(row: ApplicationRow, edit: ApplicationEdit): boolean {
  if (edit.apiToken !== undefined) return false;
  if (row.api_token_sealed === null) return edit.apiIntegration === true;
  return !keepsSecret(row, edit.baseUrl ?? row.base_url, edit.credential ?? credentialOf(row));
}

/** What would be wrong with the certificates after the edit. */
function faultAfter(
  context: OutboundContext,
  row: ApplicationRow,
  { tls = {} }: ApplicationEdit,
): TlsFault | undefined {
  return tlsFault(
    tlsOf({ ...row, ...tlsColumns(tls, context.encryptionKey) } as ApplicationRow, context.encryptionKey),
  );
}

async function lockApplication(
  transaction: Kysely<Tables>,
  place: ApplicationPlace,
): Promise<ApplicationRow | undefined> {
  return transaction
    .selectFrom('applications')
    .selectAll()
    .where('organization_id', '=', place.organizationId)
    .where('slug', '=', place.slug)
    .forUpdate()
    .executeTakeFirst();
}

const noPause = { paused_until: null, pause_probe: false, pause_count: 0, pause_message: null, pause_status: null };

/** Only what differs; a new address or credential, or integration enabled anew, ends a pause. */
function editedColumns(
  context: OutboundContext,
  row: ApplicationRow,
  edit: ApplicationEdit,
): Updateable<Tables['applications']> {
  const { name, baseUrl, apiToken, apiIntegration } = edit;
  const columns = {
    name,
    base_url: baseUrl,
    client_profile: edit.clientProfile,
    requests_per_second: edit.requestsPerSecond,
    concurrency: edit.concurrency,
    api_integration: apiIntegration,
    create_users: edit.createUsers,
    update_user_attributes: edit.updateUserAttributes,
    deactivate_users: edit.deactivateUsers,
    ...lifecycleColumns(edit.lifecycle),
    push_groups: edit.pushGroups,
  };
  const changed = Object.fromEntries(
    Object.entries(columns).filter(
      ([column, value]) => value !== undefined && value !== row[column as keyof typeof columns],
    ),
  );
  const sealed = apiToken === undefined ? {} : { api_token_sealed: sealSecret(context.encryptionKey, apiToken) };
  const connects = {
    ...(edit.credential === undefined ? {} : { credential: JSON.stringify(edit.credential) }),
    ...tlsColumns(edit.tls ?? {}, context.encryptionKey),
    ...sealed,
  };
  const ends =
    Object.keys(connects).length > 0 ||
    ['base_url', 'client_profile', 'api_integration'].some((column) => column in changed);
  // a sweep an hour later finds what the application had before, and what its settings make different
  const sweeps = apiIntegration === true ? { sweep_at: new Date(context.now() + 60 * 60_000) } : {};
  return { ...changed, ...connects, ...(ends ? noPause : {}), ...('api_integration' in changed ? sweeps : {}) };
}

/** What is secret is named, its value never told. */
function editedAttributes(row: ApplicationRow, edit: ApplicationEdit): AttributeChange[] {
  const before: Record<string, AttributeChange['before'] | null> = {
    name: row.name,
    baseUrl: row.base_url,
    clientProfile: row.client_profile,
    requestsPerSecond: row.requests_per_second,
    concurrency: row.concurrency,
    apiIntegration: row.api_integration,
    createUsers: row.create_users,
    updateUserAttributes: row.update_user_attributes,
    deactivateUsers: row.deactivate_users,
    ...lifecyclePaths(lifecycleOf(row)),
    pushGroups: row.push_groups,
  };
  const { apiToken, credential, tls = {}, lifecycle = {}, ...others } = edit;
  const plain = { ...others, ...lifecyclePaths(lifecycle) };
  const replaced = { apiToken, ...tls };
  return [
    ...Object.entries(plain).flatMap(
      ([path, after]: [string, string | number | boolean | null | undefined]): AttributeChange[] => {
        const old = before[path];
        if (after === undefined || after === old) return [];
        return [{ path, after, ...(old === undefined || old === null ? {} : { before: old }) }];
      },
    ),
    ...(credential === undefined
      ? []
      : [{ path: 'credential', before: credentialOf(row).kind, after: credential.kind }]),
    ...Object.entries(replaced).flatMap(([path, after]: [string, string | null | undefined]): AttributeChange[] =>
      after === undefined ? [] : [{ path, ...(after === null ? { before: '(old)' } : { after: '(new)' }) }],
    ),
  ];
}

function lifecyclePaths(lifecycle: LifecycleEdit): Record<string, string | number | undefined> {
  return Object.fromEntries(Object.entries(lifecycle).map(([event, ending]) => [`lifecycle.${event}`, ending]));
}

/**
 * Ids of the old target mean nothing at the new one, or somebody else. Who should have an account there is looked up
 * by name. An account that was still to be deactivated is deactivated where its external id shows that it is ours.
 */
async function forgetAccounts(transaction: Kysely<Tables>, row: ApplicationRow): Promise<void> {
  await sql`
    with locked as (${lockPairsOf(row, sql`true`)})
    update app_users p
    set intended_profile = case
        when not p.wanted and p.remote_id is not null and p.status <> 'DEPROVISIONED'
        then jsonb_build_object('externalId', p.user_id) end,
      remote_id = null, remote_version = null, applied_profile = null, status = 'STAGED', attempts = 0,
      -- who is still talking to the old target has nothing to record any more
      lease_owner = null, lease_until = null,
      desired_generation = p.desired_generation + 1, next_attempt_at = now()
    from locked l
    where p.organization_id = l.organization_id and p.application_id = l.application_id and p.user_id = l.user_id
  `.execute(transaction);
}

/** An import under way ends with the page that it reads. */
async function stopImport(transaction: Kysely<Tables>, row: ApplicationRow): Promise<void> {
  await transaction
    .updateTable('app_imports')
    .set({
      state: 'failed',
      error_message: 'API integration was turned off.',
      finished_at: sql`now()`,
      lease_until: null,
    })
    .where('organization_id', '=', row.organization_id)
    .where('application_id', '=', row.id)
    .where('state', '=', 'running')
    .execute();
}

/** What a switch held back is looked at again. */
async function releaseHeld(transaction: Kysely<Tables>, row: ApplicationRow): Promise<void> {
  await sql`
    with locked as (${lockPairsOf(row, sql`held_by is not null`)})
    update app_users p set next_attempt_at = now(), attempts = 0
    from locked l
    where p.organization_id = l.organization_id and p.application_id = l.application_id and p.user_id = l.user_id
  `.execute(transaction);
}

export type DeleteApplicationOutcome = { readonly kind: 'deleted' } | { readonly kind: 'unknown' };

/** Removes the application with its assignments and pairs; the accounts at the target stay as they are. */
export async function deleteApplication(
  context: OutboundContext,
  place: ApplicationPlace,
  actor: Actor,
): Promise<DeleteApplicationOutcome> {
  const { organizationId } = place;
  const found = await context.database.db.transaction().execute(async (transaction) => {
    const row = await findApplicationRow(transaction, place);
    if (row === undefined) return false;
    await transaction
      .deleteFrom('applications')
      .where('organization_id', '=', organizationId)
      .where('id', '=', row.id)
      .execute();
    const attributes = [{ path: 'slug', before: row.slug }];
    await recordChanges(transaction, [
      { organizationId, actor, resourceType: 'Application', resourceId: row.id, operation: 'delete', attributes },
    ]);
    return true;
  });
  return { kind: found ? 'deleted' : 'unknown' };
}
