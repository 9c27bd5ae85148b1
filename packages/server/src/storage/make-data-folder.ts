import { mkdir, realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { StartError } from '../config/start-error.ts';

/** Makes the data folder where it is missing and returns its real, absolute path. Throws StartError. */
export async function makeDataFolder(path: string): Promise<string> {
  const folder = resolve(path);
  try {
    await mkdir(dirname(folder), { recursive: true });
    // keys lie in it: nobody else may look
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return await realpath(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`The data folder cannot be made: ${reason}. Choose another one with --data.`, {
      cause: error,
    });
  }
}
