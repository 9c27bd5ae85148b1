import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestOrganization, startTestServer } from '../../test-server.testing.ts';
import { RequestLog } from './request-log.testing.ts';

/** Our own SCIM endpoint, of a server of its own, behind a proxy that writes down what comes. */
export interface LoggedEndpoint {
  readonly baseUrl: string;
  readonly token: string;
  readonly log: RequestLog;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

export async function startLoggedEndpoint(): Promise<LoggedEndpoint> {
  const running = await startTestServer();
  const target = await createTestOrganization(running, 'example');
  const log = new RequestLog();
  const { pathname } = new URL(target.endpoint);
  const proxy = createServer((request, answer) => {
    void (async () => {
      const body = await bodyOf(request);
      const { method = '', url = '', headers } = request;
      log.add(method, url, body === '' ? undefined : JSON.parse(body));
      const forwarded = await fetch(running.url + url, {
        method,
        headers: {
          authorization: headers.authorization ?? '',
          'content-type': headers['content-type'] ?? 'application/scim+json',
          ...(typeof headers['if-match'] === 'string' ? { 'if-match': headers['if-match'] } : {}),
        },
        ...(body === '' ? {} : { body }),
      });
      const etag = forwarded.headers.get('etag');
      answer.writeHead(forwarded.status, {
        'content-type': forwarded.headers.get('content-type') ?? 'application/scim+json',
        ...(etag === null ? {} : { etag }),
      });
      answer.end(await forwarded.text());
    })();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}${pathname}`,
    token: target.token,
    log,
    close: async () => {
      await new Promise((resolve) => {
        proxy.close(resolve);
        proxy.closeAllConnections();
      });
      await running.close();
    },
  };
}
