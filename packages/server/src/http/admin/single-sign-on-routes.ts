import { basePath } from '@lockstep/admin-api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { openSession } from '../../access/sign-in.ts';
import type { Services } from '../services.ts';
import { notFound, ProblemError } from './problem-error.ts';
import { completeSignIn } from './session-handlers.ts';
import { toHeaders } from './to-headers.ts';

const startPath = `${basePath}/session/sso`;
const callbackPath = `${basePath}/session/sso/callback`;
const cookieName = 'lockstep.sso';

/** Paths of the console only: whoever makes the link must not decide where it ends. */
function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/';
}

function attemptCookie(services: Services, value: string, seconds: number): string {
  const secure = services.publicUrl().startsWith('https:') ? '; Secure' : '';
  return `${cookieName}=${value}; Path=${startPath}; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`;
}

function keptAttempt(request: FastifyRequest): string | undefined {
  return /(?:^|; )lockstep\.sso=([0-9a-f-]{36})(?:;|$)/.exec(request.headers.cookie ?? '')?.[1];
}

/** Ends at the page that was asked for, or at the sign-in page, which says that it failed. */
async function finish(services: Services, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const attempt = keptAttempt(request);
  const answer = new URL(callbackPath + (new URL(request.url, 'http://x').search ?? ''), services.publicUrl());
  const vouched = attempt === undefined ? undefined : await services.singleSignOn?.finish(answer, attempt);
  const signedIn =
    vouched === undefined
      ? undefined
      : await openSession(services.sessions, vouched.administratorId, toHeaders(request));
  if (vouched === undefined || signedIn === undefined) return reply.redirect('/sign-in?failed=sso', 303);
  try {
    await completeSignIn({ services, request, reply }, signedIn);
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'access_ended')
      return reply.redirect('/sign-in?failed=ended', 303);
    throw error;
  }
  reply.header('set-cookie', attemptCookie(services, '', 0));
  return reply.redirect(vouched.next, 303);
}

/** The two addresses that a browser visits for single sign-on; they answer with redirections, not with JSON. */
export function addSingleSignOn(server: FastifyInstance, services: Services): void {
  server.get(startPath, async (request, reply) => {
    if (services.singleSignOn === undefined) throw notFound('address of the admin API');
    const { next } = request.query as { next?: string };
    try {
      const { url, attempt } = await services.singleSignOn.begin(services.publicUrl() + callbackPath, safeNext(next));
      return await reply.header('set-cookie', attemptCookie(services, attempt, 600)).redirect(url, 303);
    } catch (error) {
      // a person waits for a page, not for a problem document
      request.log.warn({ err: error, correlationId: request.id }, 'the OpenID provider did not answer');
      return reply.redirect('/sign-in?failed=sso', 303);
    }
  });
  server.get(callbackPath, async (request, reply) => finish(services, request, reply));
}
