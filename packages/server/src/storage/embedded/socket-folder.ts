import { chmod, chown, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { canEnter } from './account.ts';
import type { Instance } from './instance.ts';
import type { Listen } from './settings.ts';

/** Names the socket file only; nothing listens on the network. */
const socketPort = 5432;

/** What PostgreSQL puts into the folder. */
export const socketFileNames: readonly string[] = [`.s.PGSQL.${socketPort}`, `.s.PGSQL.${socketPort}.lock`];

const temporaryPrefix = 'lockstep-';

/** Whether this is the name of a folder that `prepareListen` made among the temporary files. */
export function isTemporarySocketFolder(name: string): boolean {
  return /^lockstep-[A-Za-z0-9]{6}$/.test(name);
}

/** The least that a platform allows is 104 bytes with the closing zero (macOS). */
const longestSocketPath = 103;

/**
 * Makes a private folder for the Unix socket: in the instance's folder, or in the system's folder for temporary files
 * where the path would be too long for a socket. On Windows, picks a free port of the loopback address instead.
 */
export async function prepareListen(instance: Instance): Promise<Listen> {
  if (process.platform === 'win32') {
    return { address: '127.0.0.1', port: await freePort(), socketFolder: '' };
  }
  let socketFolder = join(instance.place.folder, 'socket');
  if (fits(socketFolder)) {
    // A socket or a lock file of a server that was killed is of no use to anybody: we hold the lock of the folder.
    await rm(socketFolder, { recursive: true, force: true });
    await mkdir(socketFolder);
  } else {
    socketFolder = await mkdtemp(join(await temporaryFolder(instance), temporaryPrefix));
  }
  await chmod(socketFolder, 0o700);
  if (instance.account !== undefined) {
    await chown(socketFolder, instance.account.uid, instance.account.gid);
  }
  return { address: '', port: socketPort, socketFolder };
}

/** Removes the folder of the socket. */
export async function removeListen(listen: Listen): Promise<void> {
  if (listen.socketFolder !== '') {
    await rm(listen.socketFolder, { recursive: true, force: true });
  }
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.${socketPort}`)) <= longestSocketPath;
}

async function temporaryFolder({ account }: Instance): Promise<string> {
  const folder = await realpath(tmpdir());
  const enterable = account === undefined || (await canEnter(account, folder));
  return enterable && fits(join(folder, `${temporaryPrefix}XXXXXX`)) ? folder : '/tmp';
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
