import { ScimError } from '@lockstep/scim';
import type { FastifyRequest } from 'fastify';
import type { InboundCaller } from '../../../inbound/authenticate.ts';

const knownParameters = new Set([
  'attributes',
  'excludedAttributes',
  'filter',
  'sortBy',
  'sortOrder',
  'startIndex',
  'count',
  'cursor',
]);

/** Refuses what the connection's dialect does not tolerate of a request's head: 401 or 400. */
export function checkDialect(request: FastifyRequest, { connection }: InboundCaller): void {
  const { tokenWithoutBearer, unknownParameter } = connection.policy.tolerances;
  if (!tokenWithoutBearer && !/^Bearer /i.test(request.headers.authorization ?? ''))
    throw ScimError.unauthorized('Send "Authorization: Bearer" before the API token: this connection asks for it.');
  if (unknownParameter) return;
  const unknown = Object.keys(request.query as object).find((name) => !knownParameters.has(name));
  if (unknown === undefined) return;
  throw ScimError.invalidValue(`There is no parameter ${JSON.stringify(unknown.slice(0, 100))}`);
}
