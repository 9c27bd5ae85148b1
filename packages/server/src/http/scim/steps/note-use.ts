import type { FastifyRequest } from 'fastify';
import type { InboundCaller } from '../../../inbound/authenticate.ts';
import type { Services } from '../../services.ts';

/** When, whence and by what client the token was used: what the list of tokens shows. */
export function noteUse({ tokenUsage, now }: Services, request: FastifyRequest, caller: InboundCaller): void {
  tokenUsage.note(caller, { at: now(), address: request.ip, client: request.headers['user-agent'] ?? '' });
}
