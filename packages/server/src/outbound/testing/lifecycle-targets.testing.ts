import type { JsonObject } from '@lockstep/scim';
import { expect } from 'vitest';
import type { TestDatabase } from '../../storage/test-database.testing.ts';
import { startBetterAuthTarget } from './better-auth-target.testing.ts';
import { startLoggedEndpoint } from './logged-endpoint.testing.ts';
import type { RequestLog } from './request-log.testing.ts';
import { startScimmyTarget } from './scimmy-target.testing.ts';

/** The ways in which tests reach a target beside the engine: plain HTTP, which a target writes down like any other. */
interface TargetAccess {
  readonly baseUrl: string;
  readonly token: string;
}

/** A SCIM server that runs, with what the lifecycle needs to read it back. */
export interface LifecycleTarget extends TargetAccess {
  readonly log: RequestLog;
  /** What it refuses where the others do it: the case then proves that it is explained and that nothing else is lost. */
  readonly refuses: readonly 'no-email'[];
  /** What it keeps from one case to the next may be too much for it. */
  empty(): void;
  close(): Promise<void>;
}

async function ask({ baseUrl, token }: TargetAccess, method: string, path: string, body?: JsonObject) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
  const answer = await fetch(baseUrl + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  expect(answer.status, `${method} ${path}: ${text}`).toBeLessThan(300);
  return (text === '' ? {} : JSON.parse(text)) as JsonObject;
}

async function find(target: TargetAccess, path: string, [attribute, value]: readonly [string, string]) {
  const query = `count=100&filter=${encodeURIComponent(`${attribute} eq "${value}"`)}`;
  const { Resources = [] } = await ask(target, 'GET', `${path}?${query}`);
  // a server may leave the filter alone
  const found = (Resources as readonly JsonObject[]).filter((one) => one[attribute] === value);
  // two of one name are never equal to what is desired
  expect(found.length, value).toBeLessThan(2);
  return found[0];
}

/** An account as it is at the target; undefined where there is none. */
export const readAccount = (target: TargetAccess, userName: string): Promise<JsonObject | undefined> =>
  find(target, '/Users', ['userName', userName]);

/** A group as it is at the target; undefined where there is none. */
export const readGroup = (target: TargetAccess, displayName: string): Promise<JsonObject | undefined> =>
  find(target, '/Groups', ['displayName', displayName]);

/** Makes something at the target behind the engine's back; returns its id. */
export async function makeThere(target: TargetAccess, type: 'User' | 'Group', values: JsonObject): Promise<string> {
  const schemas = [`urn:ietf:params:scim:schemas:core:2.0:${type}`];
  const { id } = await ask(target, 'POST', `/${type}s`, { schemas, ...values });
  expect(id).toEqual(expect.any(String));
  return id as string;
}

/** Changes something at the target behind the engine's back: each value replaces the one there. */
export async function changeThere(target: TargetAccess, path: string, values: JsonObject): Promise<void> {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
  const Operations = Object.entries(values).map(([attribute, value]) => ({ op: 'replace', path: attribute, value }));
  await ask(target, 'PATCH', path, { schemas, Operations });
}

/** Deletes something at the target behind the engine's back. */
export async function removeThere(target: TargetAccess, path: string): Promise<void> {
  await ask(target, 'DELETE', path);
}

async function scimmy(): Promise<LifecycleTarget> {
  const target = await startScimmyTarget();
  const empty = () => {
    // SCIMMY filters within its first page of 20
    target.accounts.clear();
    target.groups.clear();
  };
  return { ...target, empty, refuses: [] };
}

/** Better Auth knows people by their e-mail address: it takes no user without one whose login name is none. */
async function betterAuth(database: TestDatabase): Promise<LifecycleTarget> {
  return { ...(await startBetterAuthTarget(database)), ...keeps, refuses: ['no-email'] };
}

const keeps = { empty: () => undefined, refuses: [] };

/** Every target that the lifecycle is held against. One is given a database to have a schema of its own in. */
export const lifecycleTargets = {
  'our own endpoint': async () => ({ ...(await startLoggedEndpoint()), ...keeps }),
  SCIMMY: scimmy,
  'Better Auth': betterAuth,
} satisfies Readonly<Record<string, (database: TestDatabase) => Promise<LifecycleTarget>>>;
