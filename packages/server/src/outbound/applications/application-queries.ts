import { readProgress, type Progress } from '../app-users/progress.ts';
import type { OutboundContext } from '../options.ts';
import { credentialOf } from './credential-settings.ts';
import { clientProfileOf } from '../target/open-target.ts';
import { findApplicationRow, type ApplicationRow } from './application-rows.ts';
import type { Application, ApplicationPlace } from './application-view.ts';
import { templateOf } from '../mappings/application-template.ts';
import { lifecycleOf } from './lifecycle.ts';
import { limitsOf } from './template-limits.ts';

/** Every application of an organization by name, with its progress. */
export async function listApplications(context: OutboundContext, organizationId: string): Promise<Application[]> {
  const { db } = context.database;
  const [rows, counts] = await Promise.all([
    db.selectFrom('applications').selectAll().where('organization_id', '=', organizationId).orderBy('name').execute(),
    readProgress(db, organizationId),
  ]);
  const progress = new Map(counts.map((one) => [one.applicationId, one.progress]));
  return rows.map((row) => toApplication(context, row, progress.get(row.id)));
}

/** Undefined where there is none. */
export async function getApplication(
  context: OutboundContext,
  place: ApplicationPlace,
): Promise<Application | undefined> {
  const { db } = context.database;
  const row = await findApplicationRow(db, place);
  if (row === undefined) return undefined;
  const [one] = await readProgress(db, place.organizationId, row.id);
  return toApplication(context, row, one?.progress);
}

const nothing: Progress = { assigned: 0, total: 0, synchronized: 0, waiting: 0, failed: 0 };

function toApplication(context: OutboundContext, row: ApplicationRow, progress = nothing): Application {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    template: row.template,
    baseUrl: row.base_url,
    clientProfile: clientProfileOf(context, row).id,
    ...(row.requests_per_second === null ? {} : { requestsPerSecond: row.requests_per_second }),
    ...(row.concurrency === null ? {} : { concurrency: row.concurrency }),
    credential: credentialOf(row),
    credentialSet: row.api_token_sealed !== null,
    tls: { caCertificate: row.tls_ca !== null, clientCertificate: row.tls_certificate !== null },
    apiIntegration: row.api_integration,
    createUsers: row.create_users,
    updateUserAttributes: row.update_user_attributes,
    deactivateUsers: row.deactivate_users,
    lifecycle: lifecycleOf(row),
    pushGroups: row.push_groups,
    limits: limitsOf(templateOf(context, row)),
    createdAt: row.created_at.toISOString(),
    progress,
    ...pauseOf(row, progress, context.now()),
  };
}

/** A pause whose time is up and that nobody waits for stays on record until something goes well, and is none to speak of. */
function pauseOf(row: ApplicationRow, { waiting }: Progress, now: number): Pick<Application, 'pause'> {
  const { paused_until: until, pause_message: message, pause_status: status, pause_probe: probe } = row;
  if (until === null || message === null) return {};
  if (!probe && waiting === 0 && until.getTime() <= now) return {};
  return { pause: { message, ...(status === null ? {} : { status }), until: until.toISOString() } };
}
