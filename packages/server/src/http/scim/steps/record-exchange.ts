import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { InboundCaller } from '../../../inbound/authenticate.ts';
import type { Answered, Noted } from '../../../inbound/exchanges/exchange.ts';
import type { SecretNames } from '../../../inbound/exchanges/mask-body.ts';
import { secretNamesOf } from '../../../inbound/exchanges/secret-names-of.ts';
import { readTokenHeader } from '../../../inbound/token-secret.ts';
import { bearerDigest } from '../../../storage/bearer-secret.ts';
import type { ResourceStores } from '../resources/stores.ts';
import type { Services } from '../../services.ts';
import { isWrite } from '../is-write.ts';
import { scimPath } from '../scim-path.ts';

/** What a request leaves behind for its record while it is worked on. */
export interface ExchangeNotes {
  readonly tolerances: Noted[];
  answer: string;
  /** Known as soon as the token is. */
  caller?: InboundCaller;
}

declare module 'fastify' {
  interface FastifyRequest {
    exchange: ExchangeNotes | null;
  }
}

/** Most leniencies listed of one request. */
const mostTolerances = 100;

/** Notes one leniency, once for each attribute. */
export function noteTolerance(notes: ExchangeNotes, used: Noted): void {
  const { tolerances } = notes;
  if (tolerances.length >= mostTolerances) return;
  if (!tolerances.some(({ name, path }) => name === used.name && path === used.path)) tolerances.push(used);
}

function whoSent({ exchange, headers }: FastifyRequest): Pick<Answered, 'caller' | 'digest'> {
  if (exchange?.caller === undefined) {
    const token = readTokenHeader(headers.authorization);
    return token === undefined ? {} : { digest: bearerDigest(token) };
  }
  const { connection, token } = exchange.caller;
  return { caller: { connection, token: { id: token.id, name: token.notes || token.prefix } } };
}

/** Before the types are known, no body has been read. */
const passwordAlone = secretNamesOf([]);
const known = new WeakMap<ResourceStores, SecretNames>();

function secretsOf({ scim }: FastifyRequest): SecretNames {
  if (scim === undefined) return passwordAlone;
  const names = known.get(scim.stores) ?? secretNamesOf(scim.stores.all.map(({ type }) => type));
  known.set(scim.stores, names);
  return names;
}

function describe(request: FastifyRequest, reply: FastifyReply, at: Date): Answered {
  const { org } = request.params as { org: string };
  const prefix = scimPath(org).length;
  return {
    id: request.id,
    slug: org,
    ...whoSent(request),
    at,
    duration: reply.elapsedTime,
    method: request.method,
    path: (request.raw.url ?? '').slice(prefix),
    status: reply.statusCode,
    address: request.ip,
    isWrite: isWrite(request),
    tolerances: request.exchange?.tolerances ?? [],
    secrets: secretsOf(request),
    requestHeaders: request.headers,
    requestBody: typeof request.body === 'string' ? request.body : '',
    answerHeaders: reply.getHeaders(),
    answerBody: request.exchange?.answer ?? '',
  };
}

/** Hands every request with its answer to the recorder, once the answer is out. */
export function recordExchanges(server: FastifyInstance, { exchanges, now }: Services): void {
  server.decorateRequest('exchange', null);
  server.addHook('onRequest', (request, _reply, done) => {
    request.exchange = { tolerances: [], answer: '' };
    done();
  });
  if (exchanges.records) {
    server.addHook('onSend', (request, _reply, payload, done) => {
      if (request.exchange !== null && typeof payload === 'string') request.exchange.answer = payload;
      done(null, payload);
    });
  }
  server.addHook('onResponse', (request, reply, done) => {
    const answered = now();
    const at = new Date(answered.getTime() - reply.elapsedTime);
    const { org } = request.params as { org: string };
    const caller = request.exchange?.caller;
    if (caller === undefined) {
      if (exchanges.admitsStranger(org, answered.getTime())) exchanges.note(describe(request, reply, at));
    } else if (exchanges.admits(caller.connection.id, answered.getTime())) {
      exchanges.note(describe(request, reply, at));
    } else {
      exchanges.count(caller.connection, { at, status: reply.statusCode, isWrite: isWrite(request) });
    }
    done();
  });
}
