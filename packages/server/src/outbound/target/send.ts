import { createHash } from 'node:crypto';
import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import type { FailureReason, HttpAnswer, HttpFailure, HttpRequest, Send } from '@lockstep/scim-client';
import { refusalOf, type AddressRules } from './allowed-address.ts';

/** What an application's own certificates are; PEM text. Certificates are always verified. */
export interface TlsSettings {
  /** Trusted beside the authorities that every Node trusts. */
  readonly ca?: string | undefined;
  /** Shown to the target, with its key. */
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
}

export interface Sender {
  /** The network with the certificates of one application; without any, everybody's. */
  readonly send: (tls?: TlsSettings) => Send;
  /** Cuts what is still open. */
  readonly close: () => void;
}

export interface SenderOptions extends AddressRules {
  /** How names are resolved; the system's way unless told. */
  readonly resolve?: Resolve;
}

/** Every address of a name, as `dns.lookup` with `all`. */
type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

class AddressNotAllowedError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'AddressNotAllowedError';
  }
}

const agentOptions = { keepAlive: true, maxSockets: 64, timeout: 60_000 };

/** Applications whose certificates are kept ready at most. */
const keptAgents = 200;

/**
 * The network of the SCIM client: kept-alive connections, no redirects, answers cut at their limit, and addresses
 * checked after the name is resolved, on the very address that is connected to.
 */
export function createSender(options: SenderOptions): Sender {
  const plainAgent = new http.Agent(agentOptions);
  const secureAgents = new Map<string, https.Agent>();
  const lookupFor = { plain: checkedLookup(true, options), secure: checkedLookup(false, options) };
  function agentOf(tls: TlsSettings): https.Agent {
    const key = createHash('sha256').update(JSON.stringify(tls)).digest('base64');
    const kept = secureAgents.get(key);
    if (kept !== undefined) return kept;
    const agent = new https.Agent({ ...agentOptions, ...secureOptions(tls) });
    const [oldest] = secureAgents.keys();
    if (secureAgents.size >= keptAgents && oldest !== undefined) secureAgents.delete(oldest);
    secureAgents.set(key, agent);
    return agent;
  }
  const send = (tls: TlsSettings, request: HttpRequest): Promise<HttpAnswer | HttpFailure> => {
    const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
    if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
      const message = 'The base URL is not an http or https address.';
      return Promise.resolve({ sent: false, reason: 'other', message });
    }
    const plain = url.protocol === 'http:';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const refusal = isIP(host) === 0 ? undefined : refusalOf(host, plain, options);
    if (refusal !== undefined) {
      return Promise.resolve({ sent: false, reason: 'address-not-allowed', message: refusal });
    }
    return exchange(request, url, {
      agent: plain ? plainAgent : agentOf(tls),
      lookup: plain ? lookupFor.plain : lookupFor.secure,
    });
  };
  return {
    send:
      (tls = {}) =>
      (request) =>
        send(tls, request),
    close: () => {
      plainAgent.destroy();
      for (const agent of secureAgents.values()) agent.destroy();
    },
  };
}

function secureOptions({ ca, certificate, key }: TlsSettings): https.AgentOptions {
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(key === undefined ? {} : { key }),
  };
}

/** Resolves as usual, and refuses the name where any of its addresses is refused. */
function checkedLookup(plain: boolean, { resolve = lookup, ...rules }: SenderOptions): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0);
      const refusal = addresses.map(({ address }) => refusalOf(address, plain, rules)).find(Boolean);
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
  let outgoing: http.ClientRequest;
  try {
    outgoing = open(url, {
      ...connection,
      method: request.method,
      headers: { ...request.headers, ...(body === undefined ? {} : { 'content-length': body.length }) },
      signal: AbortSignal.timeout(request.timeoutMs),
    });
  } catch (error) {
    // a header that cannot be written, a certificate that cannot be read
    return Promise.resolve(toFailure(error as Error, url, false));
  }
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

const beforeConnection = new Set<FailureReason>(['address-not-allowed', 'name-not-found', 'refused']);

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
  // a handshake that ends after our first bytes still ends before anybody reads them (RFC 8446 §4.4.2.4)
  const handshake = 'code' in error && /ALERT_.*(CERT|CA$)/.test(String(error.code));
  return { sent: connected && !handshake && !beforeConnection.has(reason), reason, message: messages[reason] };
}
