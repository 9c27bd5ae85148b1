import { errorResponse, ScimError } from '@lockstep/scim';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

export const scimType = 'application/scim+json; charset=utf-8';

/** What Fastify itself refuses, as SCIM says it. */
function fromFramework(error: FastifyError, request: FastifyRequest): ScimError | undefined {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return ScimError.payloadTooLarge(
        `The body is larger than this server accepts: at most ${request.routeOptions.bodyLimit} bytes.`,
      );
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return ScimError.unsupportedMediaType('Send the body as application/scim+json.');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
      return ScimError.invalidSyntax(error.message);
    default:
      return undefined;
  }
}

function send(error: ScimError, reply: FastifyReply): FastifyReply {
  if (error.retryAfter !== undefined) reply.header('retry-after', String(error.retryAfter));
  if (error.status === 401) reply.header('www-authenticate', 'Bearer realm="scim"');
  return reply
    .code(error.status)
    .type(scimType)
    .send(JSON.stringify(errorResponse(error)));
}

/** A 500 for what is not known: logged, and told with the id to look for. */
export function unexpected(error: unknown, request: FastifyRequest): ScimError {
  request.log.error({ err: error, correlationId: request.id }, 'request failed');
  return ScimError.internal(`Something failed here that should not. Correlation id: ${request.id}`);
}

/** Renders any error as a SCIM error (RFC 7644 §3.12). */
export function answerError(
  error: FastifyError | ScimError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const known = error instanceof ScimError ? error : fromFramework(error, request);
  return send(known ?? unexpected(error, request), reply);
}

/** Addresses so malformed that no route is looked for. */
export function answerBadAddress(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  answerError(error, request, reply);
}
