import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';

/** The Unix user that PostgreSQL runs as, where it is not our own. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const preferredNames = ['lockstep', 'nobody'];

/**
 * The user to run PostgreSQL as: undefined means ourselves. PostgreSQL refuses to run as root, and needs an entry in
 * the user database, so root runs it as `lockstep` where that user exists and as `nobody` elsewhere.
 *
 * @throws EmbeddedPostgresError `not-permitted` when we are root and the machine has neither user
 */
export async function chooseAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const entries = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of preferredNames) {
    const entry = entries.find((fields) => fields[0] === name);
    if (entry !== undefined) {
      // macOS writes the user id of `nobody` as -2.
      return { uid: Number(entry[2]) >>> 0, gid: Number(entry[3]) >>> 0 };
    }
  }
  throw new EmbeddedPostgresError(
    'not-permitted',
    'PostgreSQL does not run as root, and this machine has neither a user "lockstep" nor "nobody" to run it as. ' +
      'Create a user "lockstep", or start the server as a user other than root.',
  );
}

/** Whether the account may enter the folder and all the folders above it. Access lists are not looked at. */
export async function canEnter(account: Account, folder: string): Promise<boolean> {
  const { mode, uid, gid } = await stat(folder);
  let execute = 0o001;
  if (uid === account.uid) {
    execute = 0o100;
  } else if (gid === account.gid) {
    execute = 0o010;
  }
  if ((mode & execute) === 0) {
    return false;
  }
  const parent = dirname(folder);
  return parent === folder || canEnter(account, parent);
}
