import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FaultyGroups, type HeldGroup } from './faulty-groups.testing.ts';
import { RequestLog } from './request-log.testing.ts';

type Account = Record<string, unknown> & { id: string; userName: string };

/**
 * What goes wrong with one request: its effect is slow, its answer is late, it is answered without effect, the connection is cut before or after
 * the effect, nothing is ever answered before or after it, the effect happens and the answer says otherwise, it happens twice and
 * the second answer arrives, or a search does not find yet what is there.
 */
export type Fault =
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'late'; readonly ms: number }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  | { readonly kind: 'cut-before' }
  | { readonly kind: 'cut-after' }
  | { readonly kind: 'silent-before' }
  | { readonly kind: 'silent-after' }
  | { readonly kind: 'lie'; readonly status: number }
  | { readonly kind: 'twice' }
  | { readonly kind: 'stale' };

export interface FaultyTarget {
  readonly baseUrl: string;
  readonly token: string;
  readonly log: RequestLog;
  readonly accounts: Map<string, Account>;
  /** By id. A member who is no account is refused. */
  readonly groups: ReadonlyMap<string, HeldGroup>;
  /** Asked for each request; answers the fault to commit, if any. */
  fault: (method: string, path: string) => Fault | undefined;
  /** Told the headers of each request. */
  onHeaders: (headers: IncomingHttpHeaders) => void;
  /** Accepted instead of `token` from then on. */
  expect(token: string): void;
  close(): Promise<void>;
}

/** A small SCIM server of our own that fails on demand. */
export async function startFaultyTarget(): Promise<FaultyTarget> {
  const log = new RequestLog();
  const accounts = new Map<string, Account>();
  const groups = new FaultyGroups((id) => accounts.has(id));
  const token = randomUUID();
  let expected: string = token;
  const server = createServer((request, answer) => {
    void serve(request, answer).catch(() => answer.destroy());
  });
  async function serve(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const body = await readJson(request);
    log.add(method, url, body);
    target.onHeaders(headers);
    const fault = target.fault(method, url);
    if (await failBefore(fault, request, answer)) return;
    const known = headers.authorization === `Bearer ${expected}`;
    const once = (): Result =>
      known
        ? act({ accounts, groups }, method, new URL(url, 'http://target'), body)
        : failure(401, 'The token is not known.');
    if (fault?.kind === 'twice') once();
    const result = fault?.kind === 'stale' ? { status: 200, body: { totalResults: 0, Resources: [] } } : once();
    if (fault?.kind === 'late') await new Promise((resolve) => setTimeout(resolve, fault.ms));
    if (fault?.kind === 'silent-after') return;
    if (fault?.kind === 'cut-after') request.socket.destroy();
    else send(answer, fault?.kind === 'lie' ? failure(fault.status, 'Not so.') : result);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const target: FaultyTarget = {
    baseUrl: `http://127.0.0.1:${port}/scim/v2`,
    token,
    log,
    accounts,
    groups: groups.held,
    fault: () => undefined,
    onHeaders: () => {},
    expect: (next) => {
      expected = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return target;
}

/** True where the request ends here, without effect. */
async function failBefore(
  fault: Fault | undefined,
  request: IncomingMessage,
  answer: ServerResponse,
): Promise<boolean> {
  if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms));
  if (fault?.kind === 'cut-before') request.socket.destroy();
  if (fault?.kind === 'answer') answer.writeHead(fault.status, fault.headers).end(fault.body ?? '');
  return fault !== undefined && ['cut-before', 'silent-before', 'answer'].includes(fault.kind);
}

interface Result {
  readonly status: number;
  readonly body?: object;
}

function failure(status: number, detail: string): Result {
  return { status, body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: `${status}`, detail } };
}

function send(answer: ServerResponse, { status, body }: Result): void {
  answer.writeHead(status, { 'content-type': 'application/scim+json' }).end(body && JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const json = request.headers['content-type']?.includes('json') === true;
  return json && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {};
}

interface Held {
  readonly accounts: Map<string, Account>;
  readonly groups: FaultyGroups;
}

function act({ accounts, groups }: Held, method: string, url: URL, body: Record<string, unknown>): Result {
  const [, , , endpoint, id] = url.pathname.split('/');
  if (endpoint === 'Groups') return groups.act({ method, id, filter: url.searchParams.get('filter'), body });
  if (endpoint !== 'Users') return failure(404, 'No such endpoint.');
  if (id === undefined)
    return method === 'POST' ? create(accounts, body) : list(accounts, url.searchParams.get('filter'));
  const account = accounts.get(decodeURIComponent(id));
  if (account === undefined) return failure(404, 'No such user.');
  if (method === 'GET') return { status: 200, body: account };
  const next = method === 'PUT' ? { ...body, id: account.id } : patched(account, body);
  return store(accounts, next as Account, 200);
}

function list(accounts: Map<string, Account>, filter: string | null): Result {
  const [, attribute = '', value = ''] = /^(\w+) eq "(.*)"$/.exec(filter ?? '') ?? [];
  const matching = [...accounts.values()].filter((account) => {
    const held = account[attribute];
    return filter === null || (typeof held === 'string' && held.toLowerCase() === value.toLowerCase());
  });
  return { status: 200, body: { totalResults: matching.length, Resources: matching } };
}

function create(accounts: Map<string, Account>, body: Record<string, unknown>): Result {
  return store(accounts, { ...body, id: randomUUID() } as Account, 201);
}

function store(accounts: Map<string, Account>, account: Account, status: number): Result {
  const taken = [...accounts.values()].some(
    ({ id, userName }) => id !== account.id && userName.toLowerCase() === account.userName.toLowerCase(),
  );
  if (taken) return failure(409, 'The userName is taken.');
  accounts.set(account.id, account);
  return { status, body: account };
}

interface Operation {
  readonly op: string;
  readonly path?: string;
  readonly value?: unknown;
}

type Element = Record<string, unknown>;

/** Just the operations that the engine sends: plain and dotted paths, and elements of `emails` by type. */
function patched(account: Account, body: Record<string, unknown>): Account {
  const next = structuredClone(account) as Record<string, unknown>;
  for (const { op, path, value } of body['Operations'] as Operation[]) {
    if (path === undefined) Object.assign(next, value);
    else if (path.startsWith('emails'))
      next['emails'] = patchedEmails((next['emails'] ?? []) as Element[], { op, path, value });
    else setAt(next, path.split('.'), op === 'remove' ? undefined : value);
  }
  return next as Account;
}

function patchedEmails(emails: Element[], { op, path = '', value }: Operation): Element[] {
  const type = /type eq "(\w+)"/.exec(path)?.[1];
  if (op === 'add') return [...emails, ...(value as Element[])];
  if (op === 'remove') return emails.filter((email) => email['type'] !== type);
  return emails.map((email) => (email['type'] === type ? { ...email, value } : email));
}

function setAt(object: Record<string, unknown>, [name = '', ...rest]: string[], value: unknown): void {
  if (rest.length > 0) {
    object[name] ??= {};
    setAt(object[name] as Record<string, unknown>, rest, value);
  } else if (value === undefined) delete object[name];
  else object[name] = value;
}
