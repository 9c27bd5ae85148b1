import { Readable } from 'node:stream';
import { basePath, scopeOf, type Route, type RouteRequest, type RouteResponse } from '@lockstep/admin-api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Caller } from '../../access/caller.ts';
import type { Services } from '../services.ts';
import { answerOnce } from './answer-once.ts';
import { enterOrganization, type Entered } from './enter-organization.ts';
import { toFieldIssue } from './field-issues.ts';
import { identifyCaller } from './identify-caller.ts';
import { notFound, ProblemError } from './problem-error.ts';

/** What a handler knows beside its input, by what the route asks of its caller. */
export interface PublicContext {
  readonly services: Services;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}
export interface AdministratorContext extends PublicContext {
  readonly caller: Caller;
}
export interface OrganizationContext extends AdministratorContext, Entered {}
type ContextOf<R extends Route> = R['access'] extends 'public'
  ? PublicContext
  : R['access'] extends 'administrator'
    ? AdministratorContext
    : OrganizationContext;

/** A text is given piece by piece, so that a long one is never held as a whole. */
type Answer<R extends Route> = R extends { readonly responseType: string } ? AsyncIterable<string> : RouteResponse<R>;

export type Handler<R extends Route> = (input: RouteRequest<R>, context: ContextOf<R>) => Promise<Answer<R>>;

function parsePart(schema: z.ZodType, part: 'params' | 'query' | 'body', value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  // an address that cannot exist is one that does not
  if (part === 'params') throw notFound('resource');
  const issues = parsed.error.issues.map(toFieldIssue);
  const first = issues[0];
  const detail =
    first === undefined ? 'The request is invalid.' : `${first.path === '' ? part : first.path}: ${first.message}`;
  throw new ProblemError('invalid_request', detail, { issues });
}

async function buildContext(
  services: Services,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<PublicContext> {
  const context: PublicContext = { services, request, reply };
  if (route.access === 'public') return context;
  const caller = await identifyCaller(services, request);
  const administrator: AdministratorContext = { ...context, caller };
  if (route.access === 'administrator') return administrator;
  const { org } = request.params as { org: string };
  const asked = { slug: org, address: request.ip, scopes: [scopeOf(route)] };
  return { ...administrator, ...(await enterOrganization(services, caller, asked)) };
}

/** Serves one route of the contract: caller → organization → input → handler → answer, each checked against the contract. */
export function bindRoute<R extends Route>(
  server: FastifyInstance,
  services: Services,
  route: R,
  handler: Handler<R>,
): void {
  server.route({
    method: route.method,
    url: basePath + route.path,
    bodyLimit: route.bodyType === undefined ? services.config.bodyLimit : services.config.importLimit,
    handler: async (request, reply) => {
      const context = await buildContext(services, route, request, reply);
      const input = {
        params: parsePart(route.params, 'params', request.params),
        query: parsePart(route.query, 'query', request.query),
        body: parsePart(route.body, 'body', request.body ?? undefined),
      } as RouteRequest<R>;
      const respond = () => handler(input, context as ContextOf<R>);
      if (route.status === 201) {
        const asked = { request, route, ...('caller' in context ? { caller: context.caller as Caller } : {}) };
        const answer = await answerOnce(services, asked, async () =>
          JSON.stringify(route.response.parse(await respond())),
        );
        return reply.code(route.status).type('application/json; charset=utf-8').send(answer);
      }
      const response = await respond();
      reply.code(route.status);
      if (route.status === 204) return reply.send();
      if (route.responseType !== undefined) {
        return reply
          .type(`${route.responseType}; charset=utf-8`)
          .send(Readable.from(response as AsyncIterable<string>));
      }
      // strips whatever the contract does not name, so that nothing leaks by accident
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(route.response.parse(response)));
    },
  });
}
