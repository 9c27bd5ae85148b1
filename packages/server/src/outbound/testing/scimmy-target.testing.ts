import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Resources, Types } from 'scimmy';
import { SCIMMYRouters } from 'scimmy-routers';
import { RequestLog } from './request-log.testing.ts';

type StoredResource = Record<string, unknown> & { id: string; userName: string };

interface StoredGroup {
  readonly id: string;
  readonly displayName: string;
  readonly members?: readonly { readonly value: string }[];
}

/** A SCIM server that others wrote, over a store in memory. One for each process: SCIMMY is a singleton. */
export interface ScimmyTarget {
  readonly baseUrl: string;
  readonly token: string;
  readonly log: RequestLog;
  readonly accounts: Map<string, StoredResource>;
  /** A member who is no account is refused. */
  readonly groups: Map<string, StoredGroup>;
  close(): Promise<void>;
}

export async function startScimmyTarget(): Promise<ScimmyTarget> {
  const log = new RequestLog();
  const accounts = new Map<string, StoredResource>();
  const token = randomUUID();
  const groups = new Map<string, StoredGroup>();
  declareUsers(accounts);
  declareGroups(groups, accounts);
  const app = express();
  app.use(express.json({ type: ['application/scim+json', 'application/json'] }));
  app.use((request, _answer, next) => {
    log.add(request.method, request.originalUrl, request.body);
    next();
  });
  app.use(
    '/scim',
    new SCIMMYRouters({
      type: 'bearer',
      handler: (request) => {
        if (request.header('authorization') !== `Bearer ${token}`) throw new Error('The token is not known.');
        return 'lockstep';
      },
    }) as unknown as express.RequestHandler,
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/scim`,
    token,
    log,
    accounts,
    groups,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function declareUsers(accounts: Map<string, StoredResource>): void {
  Resources.declare(Resources.User)
    .ingress((resource, data) => {
      const values = JSON.parse(JSON.stringify(data)) as StoredResource;
      const taken = [...accounts.values()].find(
        ({ userName, id }) => userName.toLowerCase() === values.userName.toLowerCase() && id !== resource.id,
      );
      if (taken !== undefined) throw new Types.Error(409, 'uniqueness', 'The userName is taken.');
      const id = resource.id ?? randomUUID();
      if (resource.id !== undefined && !accounts.has(id)) throw new Types.Error(404, '', 'No such user.');
      const stored = { ...values, id };
      accounts.set(id, stored);
      return stored;
    })
    .egress((resource) => {
      if (resource.id === undefined) return [...accounts.values()] as never;
      const found = accounts.get(resource.id);
      if (found === undefined) throw new Types.Error(404, '', 'No such user.');
      return found;
    })
    .degress((resource) => {
      accounts.delete(resource.id ?? '');
    });
}

function declareGroups(groups: Map<string, StoredGroup>, accounts: ReadonlyMap<string, StoredResource>): void {
  Resources.declare(Resources.Group)
    .ingress((resource, data) => {
      const values = JSON.parse(JSON.stringify(data)) as StoredGroup;
      const id = resource.id ?? randomUUID();
      if (resource.id !== undefined && !groups.has(id)) throw new Types.Error(404, '', 'No such group.');
      const taken = [...groups.values()].some((one) => one.displayName === values.displayName && one.id !== id);
      if (taken) throw new Types.Error(409, 'uniqueness', 'The displayName is taken.');
      const strange = values.members?.find(({ value }) => !accounts.has(value));
      if (strange !== undefined) throw new Types.Error(400, 'invalidValue', `There is no user ${strange.value}.`);
      const stored = { ...values, id };
      groups.set(id, stored);
      return stored as never;
    })
    .egress((resource) => {
      if (resource.id === undefined) return [...groups.values()] as never;
      const found = groups.get(resource.id);
      if (found === undefined) throw new Types.Error(404, '', 'No such group.');
      return found as never;
    })
    .degress((resource) => {
      groups.delete(resource.id ?? '');
    });
}
