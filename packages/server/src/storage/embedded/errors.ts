import { StartError } from '../../config/start-error.ts';

/** Why the embedded PostgreSQL could not be started; stable codes that the command line and tests rely on. */
export type EmbeddedPostgresErrorCode =
  | 'unsupported-platform'
  | 'data-folder-in-use'
  | 'disk-full'
  | 'read-only'
  | 'not-permitted'
  | 'wrong-version'
  | 'damaged'
  | 'start-failed';

/** The embedded PostgreSQL could not be started. The message says what to do about it. */
export class EmbeddedPostgresError extends StartError {
  readonly code: EmbeddedPostgresErrorCode;

  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
    this.code = code;
  }
}

/** Another process holds the data folder. */
export class DataFolderInUseError extends EmbeddedPostgresError {
  /** Process id of the holder; absent in the instant before the holder has written it down. */
  readonly pid?: number;

  constructor(folder: string, pid: number | undefined) {
    const holder = pid === undefined ? 'another process' : `process ${pid}`;
    super(
      'data-folder-in-use',
      `${folder} is in use by ${holder}. Stop that process first, or give this one another data folder.`,
    );
    this.name = 'DataFolderInUseError';
    if (pid !== undefined) {
      this.pid = pid;
    }
  }
}

const codesByErrno: Readonly<Record<string, EmbeddedPostgresErrorCode>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'disk-full',
  EROFS: 'read-only',
  EACCES: 'not-permitted',
  EPERM: 'not-permitted',
};

/** The texts of the C library for the same conditions, as PostgreSQL prints them under LC_ALL=C. */
const codesByText: readonly (readonly [RegExp, EmbeddedPostgresErrorCode])[] = [
  [/No space left on device|Disk quota exceeded|File too large/, 'disk-full'],
  [/Read-only file system/, 'read-only'],
  [/Permission denied|Operation not permitted|has (?:wrong ownership|invalid permissions)/, 'not-permitted'],
  [/pre-existing shared memory block/, 'data-folder-in-use'],
  [/database files are incompatible with server/, 'wrong-version'],
];

const advice: Readonly<Partial<Record<EmbeddedPostgresErrorCode, string>>> = {
  'disk-full': 'The disk is full. Free some space (a new database needs about 50 MB) and start again; no data is lost.',
  'read-only': 'The file system is read-only. Mount it writable, or choose another data folder.',
  'not-permitted': 'Access was refused. Check who owns the folder and that this user may write to it.',
  'data-folder-in-use':
    'Sessions of a PostgreSQL that was killed still run. Wait for them or end them; then start again.',
  'wrong-version': 'The cluster was made by another version of PostgreSQL. See docs/operations.md, "Upgrade".',
};

function advised(code: EmbeddedPostgresErrorCode, what: string, options?: ErrorOptions): EmbeddedPostgresError {
  const hint = advice[code];
  return new EmbeddedPostgresError(code, hint === undefined ? what : `${what}. ${hint}`, options);
}

/** Turns an error of Node's file system into a typed one that names the folder. */
export function fromFileSystemError(folder: string, error: unknown): unknown {
  const errno = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const code = codesByErrno[errno];
  return code === undefined ? error : advised(code, `Cannot use ${folder} (${errno})`, { cause: error });
}

/** Turns the last words of `initdb` or `postgres` into a typed error. */
export function fromOutput(what: string, output: readonly string[]): EmbeddedPostgresError {
  const text = output.join('\n');
  const code = codesByText.find(([pattern]) => pattern.test(text))?.[1] ?? 'start-failed';
  return advised(code, `${what}:\n${text}\n`);
}

/** Turns the failure to start a program at all into a typed error. */
export function fromSpawn(error: Error): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'unsupported-platform',
    `The programs of PostgreSQL do not run on this machine (${error.message}). They need the GNU C library, ` +
      'which Alpine Linux lacks, and a folder that programs may be started from. Give the URL of a PostgreSQL server of your own instead.',
    { cause: error },
  );
}
