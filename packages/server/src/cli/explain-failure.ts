import { AdminApiError } from '@lockstep/admin-api';
import { StartError } from '../config/start-error.ts';
import { CliError } from './cli-error.ts';

function networkReason(error: TypeError): string | undefined {
  const { cause } = error;
  if (!(cause instanceof Error)) return undefined;
  return 'code' in cause ? String(cause.code) : cause.message;
}

/** What a person reads on standard error: what happened and what to do, without a stack trace where none helps. */
export function explainFailure(error: unknown): string {
  if (error instanceof CliError || error instanceof StartError) return error.message;
  if (error instanceof AdminApiError) {
    const { code, detail, issues = [], correlationId } = error.problem;
    if (code === 'not_signed_in')
      return 'The server refused LOCKSTEP_ADMIN_TOKEN: it must be the one that the server was started with.';
    const more = issues.length > 1 ? issues.map(({ path, message }) => `\n  ${path}: ${message}`).join('') : '';
    return `${detail}${more}${code === 'internal' ? `\nCorrelation id: ${correlationId}` : ''}`;
  }
  if (error instanceof TypeError && networkReason(error) !== undefined) {
    return `No server answers at LOCKSTEP_URL (${networkReason(error)}). Start one with "lockstep serve".`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
