import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { routes, type AdminClient } from '@lockstep/admin-api';
import { adminOf, openEndpoint, startServer } from './bench.ts';
import type { Target } from './load.ts';
import { stop, type Running } from './processes.ts';
import { startRelay, type Relay } from './relay.ts';

/** Two servers with a PostgreSQL each; the one provisions an application at the other, through a relay. */
export interface SendingBench {
  readonly source: Running;
  readonly target: Running;
  readonly admin: AdminClient;
  /** The directory of the source over SCIM. */
  readonly directory: Target;
  readonly relay: Relay;
  /** The organization that is provisioned, past the relay. */
  readonly provisioned: Target;
}

const place = { org: 'source', application: 'target' };

/** A folder that PostgreSQL may use under another user, too. */
async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-bench-'));
  await chmod(folder, 0o755);
  return folder;
}

/** Adds the application with every switch on; people are assigned later. */
async function addApplication(admin: AdminClient, provisioned: Target, port: number): Promise<void> {
  const params = { org: place.org };
  const fields = { server: `http://127.0.0.1:${port}`, organization: 'provisioned' };
  const body = { template: 'lockstep', name: 'Target', slug: place.application, fields };
  await admin(routes.createApplication, { params, body });
  const apiToken = (provisioned.headers['authorization'] ?? '').replace('Bearer ', '');
  const switches = { apiIntegration: true, createUsers: true, updateUserAttributes: true, deactivateUsers: true };
  await admin(routes.updateApplication, { params: place, body: { apiToken, ...switches } });
}

/** Starts both servers and the relay, runs, and stops everything. */
export async function withSendingBench(run: (bench: SendingBench) => Promise<void>): Promise<void> {
  const folders = [await dataFolder(), await dataFolder()] as const;
  const source = await startServer(folders[0], 'off');
  const target = await startServer(folders[1], 'off');
  const directory = await openEndpoint(source, place.org);
  const provisioned = await openEndpoint(target, 'provisioned');
  const relay = await startRelay(provisioned);
  const admin = adminOf(source);
  try {
    await addApplication(admin, provisioned, relay.port);
    await run({ source, target, admin, directory, relay, provisioned });
  } finally {
    await stop(source);
    relay.close();
    await stop(target);
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
}

export async function assignGroup({ admin }: SendingBench, group: string): Promise<void> {
  await admin(routes.assignGroup, { params: { ...place, group }, body: { values: {} } });
}

/** Waits until so many people are in step; fails once one of them needs a person. */
export async function inStep({ admin }: SendingBench, people: number): Promise<void> {
  for (;;) {
    const { progress } = await admin(routes.getApplication, { params: place });
    if (progress.failed > 0) throw new Error(`${progress.failed} app users failed`);
    if (progress.synchronized === people && progress.total === people) return;
    await setTimeout(500);
  }
}
