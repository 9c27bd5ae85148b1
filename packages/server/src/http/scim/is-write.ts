import type { FastifyRequest } from 'fastify';

const writing = new Set<string>(['POST', 'PUT', 'PATCH', 'DELETE']);

/** A POST to `/.search` only reads (RFC 7644 §3.4.3), and `/Me` does nothing at all. */
export function isWrite({ method, routeOptions: { url = '' } }: FastifyRequest): boolean {
  return writing.has(method) && !url.endsWith('/.search') && !url.endsWith('/Me');
}
