/**
 * What `initdb` writes into postgresql.conf of a new cluster, for a small machine; the operator may change it there.
 * Durability (`fsync`, `synchronous_commit`, `full_page_writes`) stays at PostgreSQL's safe defaults.
 */
export const initialSettings: readonly string[] = [
  'shared_buffers=128MB',
  'max_connections=60',
  'jit=off',
  // after each checkpoint the first change of a page is logged with the whole page, so a load should meet few of them
  'checkpoint_timeout=15min',
  'max_wal_size=2GB',
  'timezone=UTC',
  'log_timezone=UTC',
];

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
