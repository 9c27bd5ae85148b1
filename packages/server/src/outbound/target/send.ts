import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import type { FailureReason, HttpAnswer, HttpFailure, HttpRequest, Send } from '@lockstep/scim-client';
import { refusalOf } from './allowed-address.ts';

export interface Sender {
  readonly send: Send;
  /** Cuts what is still open. */
  readonly close: () => void;
}

class AddressNotAllowedError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'AddressNotAllowedError';
  }
}

/**
 * The network of the SCIM client: kept-alive connections, no redirects, answers cut at their limit, and addresses
 * checked after the name is resolved, on the very address that is connected to.
 */
export function createSender(options: { readonly allowPlainHttp: boolean }): Sender {
  const { allowPlainHttp } = options;
  const agentOptions = { keepAlive: true, maxSockets: 64, timeout: 60_000 };
  const agents = { plain: new http.Agent(agentOptions), secure: new https.Agent(agentOptions) };
  const send: Send = async (request) => {
    const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
    if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
      return { sent: false, reason: 'other', message: 'The base URL is not an http or https address.' };
    }
    const plain = url.protocol === 'http:';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const refusal = isIP(host) === 0 ? undefined : refusalOf(host, plain, allowPlainHttp);
    if (refusal !== undefined) return { sent: false, reason: 'address-not-allowed', message: refusal };
    return exchange(request, url, {
      agent: plain ? agents.plain : agents.secure,
      lookup: checkedLookup(plain, allowPlainHttp),
    });
  };
  return {
    send,
    close: () => {
      agents.plain.destroy();
      agents.secure.destroy();
    },
  };
}

/** Resolves as usual, and refuses the name where any of its addresses is refused. */
function checkedLookup(plain: boolean, allowPlainHttp: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0);
      const refusal = addresses.map(({ address }) => refusalOf(address, plain, allowPlainHttp)).find(Boolean);
      if (refusal !== undefined) return callback(new AddressNotAllowedError(refusal), '', 0);
      const [first] = addresses;
      if (options.all === true || first === undefined) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}

type Connection = Pick<http.RequestOptions, 'agent' | 'lookup'>;

/** One request and its whole answer. */
function exchange(request: HttpRequest, url: URL, connection: Connection): Promise<HttpAnswer | HttpFailure> {
  const { promise, resolve } = Promise.withResolvers<HttpAnswer | HttpFailure>();
  const { request: open } = url.protocol === 'http:' ? http : https;
  const body = request.body === undefined ? undefined : Buffer.from(request.body);
  let connected = false;
  const outgoing = open(url, {
    ...connection,
    method: request.method,
    headers: { ...request.headers, ...(body === undefined ? {} : { 'content-length': body.length }) },
    signal: AbortSignal.timeout(request.timeoutMs),
  });
  outgoing.on('socket', (socket: Socket) => {
    if (outgoing.reusedSocket || !socket.connecting) connected = true;
    else socket.once(url.protocol === 'http:' ? 'connect' : 'secureConnect', () => (connected = true));
  });
  outgoing.on('response', (answer) => {
    void readBody(answer, request.maxBytes).then(resolve, (error: Error) => resolve(toFailure(error, url, true)));
  });
  outgoing.on('error', (error) => resolve(toFailure(error, url, connected)));
  outgoing.end(body);
  return promise;
}

async function readBody(answer: http.IncomingMessage, maxBytes: number): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    // leaving the loop destroys the answer, so the rest is not read
    if (size > maxBytes) break;
  }
  const headers = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  const body = Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
  return { status: answer.statusCode ?? 0, headers, body, cut: size > maxBytes };
}

const reasons: Readonly<Record<string, FailureReason>> = {
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'disconnected',
  EPIPE: 'disconnected',
  ETIMEDOUT: 'timeout',
  EPROTO: 'tls',
};

function reasonOf(error: Error): FailureReason {
  if (error instanceof AddressNotAllowedError) return 'address-not-allowed';
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'timeout';
  const code = 'code' in error ? String(error.code) : '';
  if (/CERT|SIGNATURE|^ERR_(SSL|TLS)/.test(code)) return 'tls';
  return reasons[code] ?? 'other';
}

/** `sent` may be true where nothing was sent, never the other way round. */
function toFailure(error: Error, url: URL, connected: boolean): HttpFailure {
  const reason = reasonOf(error);
  const messages: Readonly<Record<FailureReason, string>> = {
    'name-not-found': `the name ${url.hostname} is not known.`,
    refused: `${url.host} refused the connection.`,
    tls: `no secure connection to ${url.host} (${'code' in error ? String(error.code) : error.message}).`,
    timeout: `${url.host} did not answer in time.`,
    disconnected: `${url.host} closed the connection.`,
    'address-not-allowed': error.message,
    other: `the connection to ${url.host} failed (${'code' in error ? String(error.code) : error.name}).`,
  };
  return { sent: connected, reason, message: messages[reason] };
}
