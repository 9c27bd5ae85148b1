import type { FastifyReply, FastifyRequest } from 'fastify';

const minimal = /(?:^|[,;\s])return\s*=\s*"?minimal"?(?=$|[,;\s])/i;

/** Whether the client asks for no body (`Prefer: return=minimal`, RFC 7240 §4.2). */
export function prefersMinimal(request: FastifyRequest): boolean {
  const { prefer } = request.headers;
  return prefer !== undefined && minimal.test(Array.isArray(prefer) ? prefer.join(',') : prefer);
}

/** RFC 7644 §3.5.2: whoever names attributes gets them, whatever else was said. */
export function namesAttributes(request: FastifyRequest): boolean {
  return (request.query as { attributes?: unknown }).attributes !== undefined;
}

export function applyPreference(reply: FastifyReply): FastifyReply {
  return reply.header('preference-applied', 'return=minimal');
}
