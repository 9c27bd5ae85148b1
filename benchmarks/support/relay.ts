import { once } from 'node:events';
import { Agent, createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LoadRequest, Target } from './load.ts';

/** Passes requests on to a server and remembers them, so that the same ones can be sent again by somebody else. */
export interface Relay {
  readonly port: number;
  /** Everything passed on since the last call, in the order of arrival; paths are below the base path. */
  readonly take: () => LoadRequest[];
  /** The moment, by performance.now(), at which the server has answered a request whose body holds the text. */
  readonly answered: (text: string) => Promise<number>;
  readonly close: () => void;
}

async function textOf(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** The whole answer to one request; `host` and the lengths are those of this connection. */
function pass(agent: Agent, { host, port }: Target, request: IncomingMessage, body: string): Promise<IncomingMessage> {
  const { host: _host, connection: _connection, ...headers } = request.headers;
  return new Promise((resolve, reject) => {
    const options = { host, port, agent, method: request.method, path: request.url, headers };
    httpRequest(options, resolve).on('error', reject).end(body);
  });
}

/** Listens on a free port of this machine in front of a target. */
export async function startRelay(target: Target): Promise<Relay> {
  const agent = new Agent({ keepAlive: true });
  const waiting = new Map<string, (at: number) => void>();
  let seen: LoadRequest[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await textOf(request);
      const path = (request.url ?? '').slice(target.basePath.length);
      seen.push({ method: request.method ?? '', path, ...(body === '' ? {} : { body }) });
      const answer = await pass(agent, target, request, body);
      const text = await textOf(answer);
      const now = performance.now();
      for (const [awaited, tell] of waiting) if (body.includes(awaited)) tell(now);
      response.writeHead(answer.statusCode ?? 502, answer.headers).end(text);
    })().catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    take: () => {
      const taken = seen;
      seen = [];
      return taken;
    },
    answered: (text) =>
      new Promise((resolve) => {
        waiting.set(text, (at) => {
          waiting.delete(text);
          resolve(at);
        });
      }),
    close: () => {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}
