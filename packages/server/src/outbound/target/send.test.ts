import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import {
  authority,
  client,
  expired,
  otherName,
  selfSigned,
  server,
  type TestCertificate,
} from '../testing/certificates.testing.ts';
import { refusalOf } from './allowed-address.ts';
import { createSender } from './send.ts';

const rules = { allowPlainHttp: false, allowPrivateNetworks: false };
const sender = createSender(rules);
const send = sender.send();
const request = { method: 'GET', headers: {}, timeoutMs: 20_000, maxBytes: 1000 } as const;
const open: Server[] = [];

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
    expect(await send({ ...request, url })).toMatchObject({
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
    const answer = await send({ ...request, method: 'POST', url, body: '{"a":"森"}' });
    expect(answer).toMatchObject({ body: '11' });
    expect(got).toBe('{"a":"森"}');
  });

  it('cuts an answer at its limit', async () => {
    const url = await serve((_, answer) => {
      answer.write('x'.repeat(5000));
    });
    expect(await send({ ...request, url })).toMatchObject({ body: 'x'.repeat(1000), cut: true });
  });

  it('knows that nothing was sent to a closed port and to an unknown name', async () => {
    expect(await send({ ...request, url: 'http://127.0.0.1:1/' })).toMatchObject({
      sent: false,
      reason: 'refused',
    });
    expect(await send({ ...request, url: 'https://nowhere.invalid/' })).toMatchObject({
      sent: false,
      reason: 'name-not-found',
    });
  });

  it('does not know what became of a request whose answer is lost', async () => {
    const cut = await serve((incoming) => incoming.socket.destroy());
    expect(await send({ ...request, url: cut })).toMatchObject({ sent: true, reason: 'disconnected' });
    const half = await serve((_, answer) => {
      answer.writeHead(200, { 'content-length': '10' }).write('half');
      setTimeout(() => answer.destroy(), 20);
    });
    expect(await send({ ...request, url: half })).toMatchObject({ sent: true });
    const silent = await serve(() => {});
    expect(await send({ ...request, timeoutMs: 1000, url: silent })).toMatchObject({
      sent: true,
      reason: 'timeout',
    });
  });

  it('ends an answer that drips, and one with endless headers', async () => {
    const drip = await serve((_, answer) => {
      const timer = setInterval(() => answer.write(' '), 10);
      answer.on('close', () => clearInterval(timer));
    });
    expect(await send({ ...request, timeoutMs: 1000, url: drip })).toMatchObject({ sent: true, reason: 'timeout' });
    const headers = await serve((_, answer) => answer.setHeader('x-long', 'x'.repeat(200_000)).end());
    expect(await send({ ...request, url: headers })).toMatchObject({ sent: true });
  });

  it('does not throw for a header that cannot be written', async () => {
    const headers = { authorization: 'Bearer line\r\nbreak' };
    expect(await send({ ...request, headers, url: 'http://127.0.0.1:1/' })).toMatchObject({ sent: false });
  });

  it('reports a failed TLS handshake as not sent', async () => {
    const plain = await listen(createTcpServer((socket) => socket.end('this is not TLS')));
    const url = plain.replace('http:', 'https:');
    expect(await send({ ...request, url })).toMatchObject({ sent: false, reason: 'tls' });
  });

  it.each([
    'http://169.254.169.254/latest',
    'http://[fe80::1]/',
    'https://[::ffff:169.254.169.254]/',
    'http://10.0.0.1/',
  ])('refuses %s', async (url) => {
    expect(await send({ ...request, url })).toMatchObject({ sent: false, reason: 'address-not-allowed' });
  });

  it('checks the address that a name resolves to', async () => {
    const url = await serve((_, answer) => answer.end('ok'));
    expect(await send({ ...request, url: url.replace('127.0.0.1', 'localhost') })).toMatchObject({
      status: 200,
    });
  });
});

describe('refusalOf', () => {
  const allowed = { allowPlainHttp: true, allowPrivateNetworks: true };

  it.each(['10.0.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '198.18.0.1', 'fd12::1', '::ffff:10.0.0.1'])(
    'lets %s be reached where private networks are allowed',
    (address) => {
      expect(refusalOf(address, false, rules)).toMatch(/private network/);
      expect(refusalOf(address, false, { ...rules, allowPrivateNetworks: true })).toBeUndefined();
      expect(refusalOf(address, true, { ...rules, allowPrivateNetworks: true })).toMatch(/use https/);
      expect(refusalOf(address, true, allowed)).toBeUndefined();
    },
  );

  it.each([
    '169.254.169.254',
    '100.100.100.200',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'fd00:ec2::254',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
  ])('never lets %s be reached', (address) => {
    expect(refusalOf(address, false, allowed)).toMatch(/not an address/);
  });

  it('lets public addresses be reached with TLS, and this machine in clear', () => {
    for (const address of ['203.0.113.7', '2001:db8::1', '64:ff9b::203.0.113.7', '127.0.0.1', '::1']) {
      expect(refusalOf(address, false, rules), address).toBeUndefined();
    }
    expect(refusalOf('127.9.9.9', true, rules)).toBeUndefined();
    expect(refusalOf('::1', true, rules)).toBeUndefined();
    expect(refusalOf('203.0.113.7', true, rules)).toMatch(/use https/);
    expect(refusalOf('64:ff9b::10.0.0.1', false, rules)).toMatch(/private network/);
  });
});

describe('names', () => {
  const addresses = (...list: readonly string[]) => list.map((address) => ({ address, family: 4 }));

  it('are checked on the very address that is connected to, each time anew (DNS rebinding)', async () => {
    let reached = 0;
    const url = await serve((_, answer) => {
      reached += 1;
      answer.setHeader('connection', 'close').end('ok');
    });
    const turns = [['127.0.0.1'], ['169.254.169.254'], ['10.0.0.1'], ['127.0.0.1', '169.254.169.254']];
    const rebinding = createSender({
      ...rules,
      resolve: (_name, _options, callback) => callback(null, addresses(...(turns.shift() ?? []))),
    });
    const to = { ...request, url: url.replace('127.0.0.1', 'rebinding.example.test') };
    expect(await rebinding.send()(to)).toMatchObject({ status: 200 });
    for (const _ of [1, 2, 3]) {
      expect(await rebinding.send()(to)).toMatchObject({ sent: false, reason: 'address-not-allowed' });
    }
    expect([reached, turns]).toEqual([1, []]);
    rebinding.close();
  });
});

describe('certificates', () => {
  async function serveSecurely({ certificate, key }: TestCertificate, more: object = {}): Promise<string> {
    const listener: RequestListener = (incoming, answer) => {
      const peer = (incoming.socket as TLSSocket).getPeerCertificate();
      answer.end(peer.subject?.CN ?? 'nobody');
    };
    const url = await listen(createSecureServer({ cert: certificate, key, ...more }, listener));
    return url.replace('http:', 'https:');
  }

  it.each([
    ['of an authority that nobody knows', server, undefined],
    ['that nobody else signed', selfSigned, authority],
    ['for another name', otherName, authority],
    ['that has expired', expired, authority],
  ])('%s is refused before anything is sent', async (_name, certificate, ca) => {
    let reached = false;
    const url = await serveSecurely(certificate);
    open.at(-1)?.on('request', () => (reached = true));
    expect(await sender.send({ ca })({ ...request, url })).toMatchObject({ sent: false, reason: 'tls' });
    expect(reached).toBe(false);
  });

  it('of an own authority, or the target’s own, is accepted where the application has it', async () => {
    for (const [certificate, ca] of [
      [server, authority],
      [selfSigned, selfSigned.certificate],
    ] as const) {
      const url = await serveSecurely(certificate);
      expect(await sender.send({ ca })({ ...request, url })).toMatchObject({ status: 200, body: 'nobody' });
      // another application's trust is its own
      expect(await send({ ...request, url })).toMatchObject({ sent: false, reason: 'tls' });
    }
  });

  it('of the client is shown where the application has one, and its lack is told', async () => {
    const url = await serveSecurely(server, { requestCert: true, rejectUnauthorized: true, ca: authority });
    const shown = sender.send({ ca: authority, ...client });
    expect(await shown({ ...request, url })).toMatchObject({ status: 200, body: 'client' });
    expect(await sender.send({ ca: authority })({ ...request, url })).toMatchObject({ sent: false, reason: 'tls' });
  });
});
