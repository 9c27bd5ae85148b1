import { request as httpRequest, type Agent, type IncomingMessage } from 'node:http';
import type { FuzzRequest } from './requests.ts';

/** Where a run sends its requests. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** Path of the SCIM endpoint. */
  readonly base: string;
  readonly token: string;
}

export interface FuzzAnswer {
  readonly status: number;
  readonly type: string;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** What went wrong on the way, in place of an answer. */
export interface NoAnswer {
  readonly reason: string;
}

/** Sends one request and waits at most `patience` milliseconds for the whole answer. */
export function exchange(
  target: Target,
  request: FuzzRequest,
  { agent, patience }: { agent: Agent; patience: number },
): Promise<FuzzAnswer | NoAnswer> {
  return new Promise((resolve) => {
    const { method, path, body } = request;
    const headers = {
      authorization: `Bearer ${target.token}`,
      ...(body === undefined ? {} : { 'content-length': String(body.length) }),
      ...request.headers,
    };
    const { host, port } = target;
    const sent = httpRequest({ host, port, agent, method, path: target.base + path, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', (error) => resolve({ reason: String(error) }));
      answer.on('end', () => {
        clearTimeout(timer);
        const type = answer.headers['content-type'] ?? '';
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: answer.statusCode ?? 0, type, headers: answer.headers, text });
      });
    });
    const timer = setTimeout(() => {
      resolve({ reason: `no answer within ${patience} ms` });
      sent.destroy();
    }, patience);
    sent.on('error', (error) => {
      clearTimeout(timer);
      resolve({ reason: String(error) });
    });
    sent.end(body);
  });
}
