import { STATUS_CODES } from 'node:http';
import type { Problem } from '@lockstep/admin-api';
import { ScimError } from '@lockstep/scim';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { DirectoryError } from '../../directory/directory-error.ts';
import { NoSeatError } from '../../directory/services/no-seat-error.ts';
import { LastAdministratorError } from '../../directory/users/last-administrator-error.ts';
import { isLastAdministrator } from '../../storage/last-administrator.ts';
import { withCode } from './field-issues.ts';
import { ProblemError } from './problem-error.ts';

/** What Fastify itself refuses, in our words. */
function fromFramework(error: FastifyError): ProblemError | undefined {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ProblemError('body_too_large', 'The body is larger than this server accepts.');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ProblemError('unsupported_media_type', 'Send application/json, or text/csv for an import.');
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
      return new ProblemError('invalid_request', error.message);
    default:
      return undefined;
  }
}

/** What the database refuses, whoever asks. */
function fromTriggers(error: Error): ProblemError | undefined {
  if (!(error instanceof LastAdministratorError) && !isLastAdministrator(error)) return undefined;
  return new ProblemError(
    'last_administrator',
    'This is the last administrator of the organization. Make somebody else an organization administrator first.',
  );
}

/** What a command of the directory refused. A resource that the protocol would refuse is no good here either. */
function fromDirectory(error: Error): ProblemError | undefined {
  if (error instanceof DirectoryError) {
    const { code, message, issues } = error;
    return new ProblemError(code, message, { issues });
  }
  if (error instanceof NoSeatError) {
    return new ProblemError('no_seat', error.detail, {
      issues: [{ path: 'availableServices', message: error.detail }],
    });
  }
  return error instanceof ScimError && error.status === 400
    ? new ProblemError('invalid_request', error.detail)
    : undefined;
}

/** Renders any error as a problem document; what is not known is a 500 whose cause stands in the log alone. */
export function answerProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known =
    error instanceof ProblemError ? error : (fromTriggers(error) ?? fromDirectory(error) ?? fromFramework(error));
  if (known === undefined) request.log.error({ err: error, correlationId: request.id }, 'request failed');
  const shown =
    known ?? new ProblemError('internal', 'Something failed here that should not. The log has more under this id.');
  if (shown.retryAfter !== undefined) reply.header('retry-after', String(shown.retryAfter));
  const problem: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[shown.status] ?? 'Error',
    status: shown.status,
    code: shown.code,
    detail: shown.message,
    correlationId: request.id,
    ...(shown.issues.length === 0 ? {} : { issues: shown.issues.map(withCode) }),
  };
  return reply.code(shown.status).type('application/problem+json').send(JSON.stringify(problem));
}
