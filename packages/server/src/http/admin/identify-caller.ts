import type { FastifyRequest } from 'fastify';
import { findCaller, type Caller } from '../../access/caller.ts';
import type { Services } from '../services.ts';
import { ProblemError } from './problem-error.ts';
import { toHeaders } from './to-headers.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A browser sends its cookies with requests that other sites make. Whoever changes something by cookie must therefore
 * come from our own pages: every browser names the origin on such requests.
 */
function comesFromElsewhere(request: FastifyRequest, publicUrl: string): boolean {
  const { origin, host } = request.headers;
  if (safeMethods.has(request.method)) return false;
  if (origin === undefined || !URL.canParse(origin)) return true;
  return new URL(origin).host !== host && origin !== new URL(publicUrl).origin;
}

/** The caller of an admin request; 401 `not_signed_in` for nobody, 403 for a cookie that another site sent along. */
export async function identifyCaller(services: Services, request: FastifyRequest): Promise<Caller> {
  const caller = await findCaller(
    {
      db: services.database.db,
      library: services.sessions,
      adminToken: services.config.adminToken,
      now: services.now(),
    },
    toHeaders(request),
    request.ip,
  );
  if (caller === undefined) {
    throw new ProblemError('not_signed_in', 'Sign in, or send "Authorization: Bearer" with an API key.');
  }
  if (caller.byCookie && comesFromElsewhere(request, services.publicUrl())) {
    throw new ProblemError('forbidden', 'The request came from another site.');
  }
  return caller;
}
