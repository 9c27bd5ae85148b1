import type { FastifyRequest } from 'fastify';
import { addressHeader } from '../../access/sessions.ts';

/**
 * Node's header object as the Fetch standard's, with the address of the client as the trusted proxies say it: what the
 * client itself writes there counts for nothing.
 */
export function toHeaders(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  headers.set(addressHeader, request.ip);
  return headers;
}
