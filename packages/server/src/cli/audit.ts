import { routes } from '@lockstep/admin-api';
import { Command, Option } from 'commander';
import { connectApi } from './api.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';

interface ExportOptions extends OrgOptions {
  readonly format: 'csv' | 'json';
  readonly from?: string;
  readonly to?: string;
}

function instant(text: string | undefined): string | undefined {
  return text === undefined || Number.isNaN(Date.parse(text)) ? text : new Date(text).toISOString();
}

/** `lockstep audit`: the audit log, to standard output. */
export function auditCommand(): Command {
  const audit = new Command('audit').description('who changed what');
  inOrganization(audit.command('export'))
    .description('write the audit log to standard output, newest first')
    .addOption(new Option('--format <format>').choices(['csv', 'json']).default('json'))
    .option('--from <time>', 'not older than this, such as 2026-05-01')
    .option('--to <time>', 'older than this')
    .action(async ({ org, format, from, to }: ExportOptions) => {
      const route = format === 'csv' ? routes.exportAuditLogCsv : routes.exportAuditLogJson;
      const query = { from: instant(from), to: instant(to) };
      process.stdout.write(await connectApi()(route, { params: { org }, query }));
    });
  return audit;
}
