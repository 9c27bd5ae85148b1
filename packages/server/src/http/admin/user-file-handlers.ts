import type { routes } from '@lockstep/admin-api';
import { exportUsers } from '../../directory/import/export-users.ts';
import { importUsers, previewImport } from '../../directory/import/import-users.ts';
import { CsvFileError } from '../../directory/import/parse-users-csv.ts';
import { bulkUsers } from '../../directory/users/bulk-users.ts';
import { listUserIds } from '../../directory/users/list-users.ts';
import { isResourceId } from '../../directory/resource-id.ts';
import type { Handler } from './bind-route.ts';
import { ownerOf } from './department-handlers.ts';
import { knownServices, serviceCodesOf } from './known-services.ts';
import { localEditCheck } from './local-edit-check.ts';
import { ProblemError } from './problem-error.ts';
import { decodeRow, encodeRow, toUserFilter } from './user-list-query.ts';

const importCsv: Handler<typeof routes.importUsers> = async ({ query, body }, context) => {
  const { services, organization } = context;
  const serviceCodes = await serviceCodesOf(context);
  const onProgress = (done: number, total: number): void =>
    services.importProgress.tell({ organizationId: organization.id, done, total });
  try {
    const report =
      query.preview === 'yes'
        ? await previewImport({ ...services, organizationId: organization.id, serviceCodes }, body)
        : await importUsers(
            { ...services, ...ownerOf(context), serviceCodes, onProgress, check: await localEditCheck(context) },
            body,
          );
    return { ...report, faults: report.faults.map((fault) => ({ ...fault, values: { ...fault.values } })) };
  } catch (error) {
    if (error instanceof CsvFileError) throw new ProblemError('invalid_csv', error.message);
    throw error;
  }
};

const exportCsv: Handler<typeof routes.exportUsers> = async ({ query }, { services, organization, reply }) => {
  reply.header('content-disposition', `attachment; filename="${organization.slug}-users.csv"`);
  return exportUsers(services.database.db, organization.id, toUserFilter(query));
};

const bulkOrder = 'bulk';
const bulkSize = 500;

const bulk: Handler<typeof routes.bulkUsers> = async ({ body }, context) => {
  const { services, organization } = context;
  const { action, selection } = body;
  if ('services' in action) await knownServices(context, action.services, 'action.services');
  const serviceCodes = await serviceCodesOf(context);
  const byId = 'users' in selection;
  const ids = byId
    ? selection.users.filter(isResourceId)
    : await listUserIds(services.database.db, organization.id, {
        filter: toUserFilter(selection.matching),
        after: decodeRow(bulkOrder, selection.cursor)?.id,
        limit: bulkSize,
      });
  const report = await bulkUsers(
    { writeUser: services.writeUser, ...ownerOf(context), serviceCodes, check: await localEditCheck(context) },
    action,
    [...new Set(ids)],
  );
  const last = byId || ids.length < bulkSize ? undefined : ids.at(-1);
  return {
    ...report,
    failed: [...report.failed],
    ...(last === undefined ? {} : { next: encodeRow(bulkOrder, { key: '', id: last }) }),
  };
};

export const userFileHandlers = { importUsers: importCsv, exportUsers: exportCsv, bulkUsers: bulk };
