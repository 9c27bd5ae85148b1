import { totalmem } from 'node:os';

const mebibyte = 1024 * 1024;

/** Megabytes of pages that PostgreSQL keeps itself: an eighth of the machine's memory, 128 at least and 1024 at most. */
function sharedBuffers(memory: number): number {
  return Math.min(1024, Math.max(128, Math.floor(memory / 8 / mebibyte)));
}

/** Bytes of memory that there are for us: the machine's, or what a container may have of it. */
export function availableMemory(): number {
  const constrained = process.constrainedMemory();
  return constrained === 0 ? totalmem() : Math.min(totalmem(), constrained);
}

/**
 * What `initdb` writes into postgresql.conf of a new cluster, for a machine of that many bytes of memory; the operator
 * may change it there. Durability (`fsync`, `synchronous_commit`, `full_page_writes`) stays at PostgreSQL's safe defaults.
 */
export function initialSettings(memory: number): readonly string[] {
  return [
    `shared_buffers=${sharedBuffers(memory)}MB`,
    'max_connections=60',
    'jit=off',
    // after each checkpoint the first change of a page is logged with the whole page, so a load should meet few of them
    'checkpoint_timeout=15min',
    'max_wal_size=2GB',
    'timezone=UTC',
    'log_timezone=UTC',
  ];
}

/** What is needed for us to run and to watch PostgreSQL; given on the command line, so postgresql.conf cannot differ. */
export function fixedSettings(listen: Listen): readonly string[] {
  return [
    `listen_addresses=${listen.address}`,
    `port=${listen.port}`,
    `unix_socket_directories=${listen.socketFolder}`,
    'unix_socket_permissions=0700',
    'password_encryption=scram-sha-256',
    'log_destination=stderr',
    'logging_collector=off',
    'log_min_messages=warning',
    'lc_messages=C',
    // Statements and rows hold people's data and secrets. The client gets them with the error; the log does not.
    'log_statement=none',
    'log_min_error_statement=panic',
    'log_error_verbosity=terse',
  ];
}

/** Where PostgreSQL listens: a Unix socket, or the loopback address where there are none. */
export interface Listen {
  /** IP address; empty: no network. */
  readonly address: string;
  readonly port: number;
  /** Empty: no Unix socket. */
  readonly socketFolder: string;
}

/** What a client puts in as host. */
export function clientHost(listen: Listen): string {
  return listen.socketFolder === '' ? listen.address : listen.socketFolder;
}
