import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { StartError } from '../config/start-error.ts';

/** Makes the data folder where it is missing and returns its absolute path. Throws StartError. */
export async function makeDataFolder(path: string): Promise<string> {
  const folder = resolve(path);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`The data folder cannot be made: ${reason}. Choose another one with --data.`, {
      cause: error,
    });
  }
  return folder;
}
