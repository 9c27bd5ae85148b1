import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { refusalOf } from './allowed-address.ts';
import { createSender } from './send.ts';

const sender = createSender({ allowPlainHttp: false });
const request = { method: 'GET', headers: {}, timeoutMs: 2000, maxBytes: 1000 } as const;
const open: { close(): unknown }[] = [];

afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function listen(server: Server): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
const serve = (listener: RequestListener) => listen(createServer(listener));

describe('send', () => {
  it('gives status, headers and body, and does not follow redirects', async () => {
    const url = await serve((_, answer) => answer.writeHead(302, { location: 'http://127.0.0.1:1/' }).end('moved'));
    expect(await sender.send({ ...request, url })).toMatchObject({
      status: 302,
      headers: { location: 'http://127.0.0.1:1/' },
      body: 'moved',
      cut: false,
    });
  });

  it('sends the body as UTF-8 with its length', async () => {
    let got = '';
    const url = await serve((incoming, answer) => {
      incoming.setEncoding('utf8').on('data', (chunk: string) => (got += chunk));
      incoming.on('end', () => answer.end(incoming.headers['content-length']));
    });
    const answer = await sender.send({ ...request, method: 'POST', url, body: '{"a":"森"}' });
    expect(answer).toMatchObject({ body: '11' });
    expect(got).toBe('{"a":"森"}');
  });

  it('cuts an answer at its limit', async () => {
    const url = await serve((_, answer) => {
      answer.write('x'.repeat(5000));
    });
    expect(await sender.send({ ...request, url })).toMatchObject({ body: 'x'.repeat(1000), cut: true });
  });

  it('knows that nothing was sent to a closed port and to an unknown name', async () => {
    expect(await sender.send({ ...request, url: 'http://127.0.0.1:1/' })).toMatchObject({
      sent: false,
      reason: 'refused',
    });
    expect(await sender.send({ ...request, url: 'https://nowhere.invalid/' })).toMatchObject({
      sent: false,
      reason: 'name-not-found',
    });
  });

  it('does not know what became of a request whose answer is lost', async () => {
    const cut = await serve((incoming) => incoming.socket.destroy());
    expect(await sender.send({ ...request, url: cut })).toMatchObject({ sent: true, reason: 'disconnected' });
    const half = await serve((_, answer) => {
      answer.writeHead(200, { 'content-length': '10' }).write('half');
      setTimeout(() => answer.destroy(), 20);
    });
    expect(await sender.send({ ...request, url: half })).toMatchObject({ sent: true });
    const silent = await serve(() => {});
    expect(await sender.send({ ...request, timeoutMs: 100, url: silent })).toMatchObject({
      sent: true,
      reason: 'timeout',
    });
  });

  it('reports a failed TLS handshake as not sent', async () => {
    const plain = await listen(createTcpServer((socket) => socket.end('this is not TLS')));
    const url = plain.replace('http:', 'https:');
    expect(await sender.send({ ...request, url })).toMatchObject({ sent: false, reason: 'tls' });
  });

  it.each([
    'http://169.254.169.254/latest',
    'http://[fe80::1]/',
    'https://[::ffff:169.254.169.254]/',
    'http://10.0.0.1/',
  ])('refuses %s', async (url) => {
    expect(await sender.send({ ...request, url })).toMatchObject({ sent: false, reason: 'address-not-allowed' });
  });

  it('checks the address that a name resolves to', async () => {
    const url = await serve((_, answer) => answer.end('ok'));
    expect(await sender.send({ ...request, url: url.replace('127.0.0.1', 'localhost') })).toMatchObject({
      status: 200,
    });
  });
});

describe('refusalOf', () => {
  it('lets private networks be reached with TLS, and in clear only when allowed', () => {
    expect(refusalOf('10.0.0.1', false, false)).toBeUndefined();
    expect(refusalOf('10.0.0.1', true, true)).toBeUndefined();
    expect(refusalOf('::1', true, false)).toBeUndefined();
    expect(refusalOf('10.0.0.1', true, false)).toMatch(/use https/);
    expect(refusalOf('169.254.169.254', false, true)).toMatch(/not an address/);
  });
});
