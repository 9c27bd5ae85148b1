import { join } from 'node:path';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import type { Place } from './placement.ts';

/** The superuser that initdb makes, and the only user. */
export const userName = 'lockstep';

/** The database that initdb makes, which Lockstep uses. */
export const databaseName = 'postgres';

/** One PostgreSQL installation and its cluster: everything that starting it needs to know. */
export interface Instance {
  readonly binaries: Binaries;
  /** The Unix user to run as; undefined: ourselves. */
  readonly account: Account | undefined;
  /** Folder that holds the cluster, the password and the socket. */
  readonly place: Place;
}

/** PostgreSQL's data folder. */
export function clusterFolder(folder: string): string {
  return join(folder, 'cluster');
}

/** File with the generated password. */
export function passwordFile(folder: string): string {
  return join(folder, 'password');
}
