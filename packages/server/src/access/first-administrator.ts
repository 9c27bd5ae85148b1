import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../storage/database.ts';
import { countAdministrators, createAdministrator, grantEverywhere } from './administrators.ts';
import type { SessionLibrary } from './sessions.ts';

export interface FirstSignIn {
  readonly email: string;
  readonly password: string;
}

const email = 'admin@lockstep.local';

/**
 * A new server needs somebody who can sign in: the first start makes an administrator with a random password, and
 * keeps both in `first-sign-in` of the data folder (readable by its owner alone) until somebody deletes that file.
 * Returns what the file says, or undefined once it is gone.
 */
export async function ensureFirstAdministrator(
  database: Database,
  library: SessionLibrary,
  dataDir: string,
): Promise<FirstSignIn | undefined> {
  const file = join(dataDir, 'first-sign-in');
  if ((await countAdministrators(database.db)) === 0) {
    const password = randomBytes(12).toString('base64url');
    await writeFile(file, `${email}\n${password}\n`, { mode: 0o600 });
    const administrator = await createAdministrator(library, { name: 'Administrator', email, password });
    await grantEverywhere(database.db, administrator.id);
    return { email, password };
  }
  try {
    const [keptEmail = '', password = ''] = (await readFile(file, 'utf8')).split('\n');
    return { email: keptEmail, password };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
