import { normalizeNetwork } from '../network/networks.ts';

/** What an option can be. */
export type OptionValue = string | number | boolean | readonly string[] | undefined;

/** How an option's text becomes its value; a text that does not fit gives the reason. */
export type OptionType<T> = (text: string) => { readonly value: T } | { readonly fault: string };

const text: OptionType<string> = (value) => ({ value });
const flag: OptionType<boolean> = (value) => {
  if (['1', 'true', 'yes', 'on', ''].includes(value.toLowerCase())) return { value: true };
  if (['0', 'false', 'no', 'off'].includes(value.toLowerCase())) return { value: false };
  return { fault: 'is neither true nor false' };
};
const integer =
  (least: number, most: number): OptionType<number> =>
  (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return { value: number };
    return { fault: `is not a whole number from ${least} to ${most}` };
  };
/** Requests per second; identity providers give up on a server that lets fewer through. */
const requestRate: OptionType<number> = (value) => {
  const read = integer(25, 1_000_000)(value);
  return value === '0' || 'value' in read ? { value: Number(value) } : { fault: `${read.fault}, nor 0` };
};
const url =
  (...protocols: readonly string[]): OptionType<string> =>
  (value) => {
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return { value };
    return { fault: `is not a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}` };
  };
const secret =
  (least: number): OptionType<string> =>
  (value) =>
    value.length >= least ? { value } : { fault: `has fewer than ${least} characters` };
const base64Key: OptionType<string> = (value) =>
  Buffer.from(value, 'base64').length === 32 ? { value } : { fault: 'is not 32 bytes in base64' };
const domain: OptionType<string> = (value) =>
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(value)
    ? { value: value.toLowerCase() }
    : { fault: 'is not a domain name like lockstep.example.com' };
const networks: OptionType<readonly string[]> = (value) => {
  const parts = value.split(',').filter((part) => part.trim() !== '');
  const read = parts.flatMap((part) => normalizeNetwork(part) ?? []);
  return read.length === parts.length ? { value: read } : { fault: 'is not a list of networks like 10.0.0.0/8,::1' };
};
const oneOf =
  <T extends string>(...values: readonly T[]): OptionType<T> =>
  (value) => {
    const found = values.find((candidate) => candidate === value);
    return found === undefined ? { fault: `is none of ${values.join(', ')}` } : { value: found };
  };

/** One row of the table: everything that is to be known about an option. */
export interface Option<T> {
  /** `LOCKSTEP_…`, in the environment. */
  readonly variable: string;
  /** `--…`, on the command line; absent for what belongs in the environment alone. */
  readonly flag?: string;
  /** What `--help` shows as the flag's value; absent for flags that take none. */
  readonly placeholder?: string;
  readonly type: OptionType<T>;
  readonly default: T;
  /** A secret is never printed. */
  readonly secret?: true;
  readonly description: string;
}

function option<T>(row: Option<T>): Option<T> {
  return row;
}

/** The one table of options. `docs/configuration.md` and `lockstep config` are made from it. */
export const options = {
  port: option<number>({
    variable: 'LOCKSTEP_PORT',
    flag: '--port',
    placeholder: 'PORT',
    type: integer(0, 65_535),
    default: 8080,
    description: 'TCP port to listen on; 0 takes a free one.',
  }),
  host: option<string>({
    variable: 'LOCKSTEP_HOST',
    flag: '--host',
    placeholder: 'ADDRESS',
    type: text,
    default: '127.0.0.1',
    description:
      'Address to listen on. The default answers this machine only; put a TLS proxy in front of anything else.',
  }),
  data: option<string>({
    variable: 'LOCKSTEP_DATA',
    flag: '--data',
    placeholder: 'DIR',
    type: text,
    default: './data',
    description: 'Folder of the embedded database, the generated keys and the first sign-in.',
  }),
  databaseUrl: option<string | undefined>({
    variable: 'LOCKSTEP_DATABASE_URL',
    flag: '--database-url',
    placeholder: 'URL',
    type: url('postgres:', 'postgresql:'),
    default: undefined,
    secret: true,
    description:
      'A PostgreSQL 15 or later to use in place of the embedded one: postgres://user:password@host:5432/database.',
  }),
  sample: option<boolean>({
    variable: 'LOCKSTEP_SAMPLE',
    flag: '--sample',
    type: flag,
    default: false,
    description: 'Make the sample organizations acme and example, and keep acme provisioned into example.',
  }),
  publicUrl: option<string | undefined>({
    variable: 'LOCKSTEP_PUBLIC_URL',
    flag: '--public-url',
    placeholder: 'URL',
    type: url('http:', 'https:'),
    default: undefined,
    description:
      'The address that browsers and identity providers use, when a proxy stands in front: https://lockstep.example.com.',
  }),
  baseDomain: option<string | undefined>({
    variable: 'LOCKSTEP_BASE_DOMAIN',
    flag: '--base-domain',
    placeholder: 'DOMAIN',
    type: domain,
    default: undefined,
    description:
      'Gives each organization a host of its own too: https://{org}.DOMAIN/scim/v2. Needs a wildcard DNS entry and certificate.',
  }),
  trustedProxies: option<readonly string[]>({
    variable: 'LOCKSTEP_TRUSTED_PROXIES',
    type: networks,
    default: [],
    description:
      'Networks of the proxies in front, separated by commas. Only what they say in X-Forwarded-For is believed.',
  }),
  adminToken: option<string | undefined>({
    variable: 'LOCKSTEP_ADMIN_TOKEN',
    type: secret(32),
    default: undefined,
    secret: true,
    description: "Accepted as an administrator's API key for every organization; at least 32 characters.",
  }),
  oidcIssuer: option<string | undefined>({
    variable: 'LOCKSTEP_OIDC_ISSUER',
    type: url('http:', 'https:'),
    default: undefined,
    description:
      'An OpenID provider that administrators may sign in at. It is trusted to say who somebody is, in every organization.',
  }),
  oidcClientId: option<string | undefined>({
    variable: 'LOCKSTEP_OIDC_CLIENT_ID',
    type: text,
    default: undefined,
    description: 'The client that Lockstep is at the OpenID provider. Redirect URI: …/api/v1/session/sso/callback.',
  }),
  oidcClientSecret: option<string | undefined>({
    variable: 'LOCKSTEP_OIDC_CLIENT_SECRET',
    type: secret(1),
    default: undefined,
    secret: true,
    description: 'The secret of that client.',
  }),
  encryptionKey: option<string | undefined>({
    variable: 'LOCKSTEP_ENCRYPTION_KEY',
    type: base64Key,
    default: undefined,
    secret: true,
    description:
      'Encrypts the credentials of applications: 32 bytes in base64. Without it a key is generated in the data folder.',
  }),
  scimRate: option<number>({
    variable: 'LOCKSTEP_SCIM_RATE',
    type: requestRate,
    default: 50,
    description:
      'SCIM requests per second and connection, at least 25, as identity providers expect; 0 switches the limit off.',
  }),
  bodyLimit: option<number>({
    variable: 'LOCKSTEP_BODY_LIMIT',
    type: integer(1024, 268_435_456),
    default: 1_048_576,
    description: 'Largest request body, in bytes.',
  }),
  importLimit: option<number>({
    variable: 'LOCKSTEP_IMPORT_LIMIT',
    type: integer(1024, 1_073_741_824),
    default: 33_554_432,
    description: 'Largest CSV file to import, in bytes.',
  }),
  pageSize: option<number>({
    variable: 'LOCKSTEP_SCIM_PAGE_SIZE',
    type: integer(1, 1000),
    default: 100,
    description: 'SCIM resources on a page when the client asks for no count.',
  }),
  maxPageSize: option<number>({
    variable: 'LOCKSTEP_SCIM_MAX_PAGE_SIZE',
    type: integer(1, 10_000),
    default: 1000,
    description: 'Most SCIM resources on one page.',
  }),
  scimBulkOperations: option<number>({
    variable: 'LOCKSTEP_SCIM_BULK_OPERATIONS',
    type: integer(1, 10_000),
    default: 1000,
    description: 'Most operations of one SCIM bulk request. Its body is held to LOCKSTEP_BODY_LIMIT like any other.',
  }),
  scimFilterLength: option<number>({
    variable: 'LOCKSTEP_SCIM_FILTER_LENGTH',
    type: integer(64, 65_536),
    default: 2048,
    description: 'Most characters of a SCIM filter, or of a path in a PATCH.',
  }),
  scimFilterDepth: option<number>({
    variable: 'LOCKSTEP_SCIM_FILTER_DEPTH',
    type: integer(1, 50),
    default: 10,
    description: 'Most brackets within each other in a SCIM filter.',
  }),
  scimFilterTerms: option<number>({
    variable: 'LOCKSTEP_SCIM_FILTER_TERMS',
    type: integer(1, 1000),
    default: 50,
    description: 'Most comparisons in a SCIM filter.',
  }),
  scimValuePaths: option<number>({
    variable: 'LOCKSTEP_SCIM_VALUE_PATHS',
    type: integer(1, 1000),
    default: 20,
    description: 'Most value paths, such as emails[type eq "work"], in a SCIM filter.',
  }),
  scimJsonDepth: option<number>({
    variable: 'LOCKSTEP_SCIM_JSON_DEPTH',
    type: integer(8, 200),
    default: 32,
    description: 'Most objects and lists within each other in the body of a SCIM request.',
  }),
  scimPatchOperations: option<number>({
    variable: 'LOCKSTEP_SCIM_PATCH_OPERATIONS',
    type: integer(1, 10_000),
    default: 1000,
    description: 'Most operations of one SCIM PATCH.',
  }),
  scimValues: option<number>({
    variable: 'LOCKSTEP_SCIM_VALUES',
    type: integer(100, 1_000_000),
    default: 100_000,
    description: 'Most values that a SCIM request may give one attribute, such as the members of a group.',
  }),
  scimTextLength: option<number>({
    variable: 'LOCKSTEP_SCIM_TEXT_LENGTH',
    type: integer(1024, 16_777_216),
    default: 1_000_000,
    description: 'Most characters of one text in the body of a SCIM request.',
  }),
  scimQueryTimeout: option<number>({
    variable: 'LOCKSTEP_SCIM_QUERY_TIMEOUT',
    type: integer(1, 25_000),
    default: 5000,
    description:
      'Milliseconds that a SCIM query may take in the database; one that takes longer is refused with "tooMany".',
  }),
  scimCursorTtl: option<number>({
    variable: 'LOCKSTEP_SCIM_CURSOR_TTL',
    type: integer(1, 604_800),
    default: 3600,
    description: 'Seconds until the cursor of a SCIM page expires.',
  }),
  exchanges: option<'off' | 'headers' | 'full'>({
    variable: 'LOCKSTEP_EXCHANGES',
    type: oneOf('off', 'headers', 'full'),
    default: 'full',
    description:
      'What is kept of SCIM requests and their answers: full, headers (no bodies) or off. Secrets are masked in any case.',
  }),
  exchangeBodyLimit: option<number>({
    variable: 'LOCKSTEP_EXCHANGE_BODY_LIMIT',
    type: integer(0, 1_048_576),
    default: 16_384,
    description: 'Most characters kept of the body of a SCIM request, and of its answer.',
  }),
  exchangeRate: option<number>({
    variable: 'LOCKSTEP_EXCHANGE_RATE',
    type: integer(0, 1_000_000),
    default: 100,
    description:
      'Most SCIM requests recorded a second and connection; what comes faster is only counted. 0 records every one.',
  }),
  exchangeDays: option<number>({
    variable: 'LOCKSTEP_EXCHANGE_DAYS',
    type: integer(1, 3650),
    default: 30,
    description: 'Days that SCIM requests are kept.',
  }),
  exchangeRows: option<number>({
    variable: 'LOCKSTEP_EXCHANGE_ROWS',
    type: integer(100, 100_000_000),
    default: 100_000,
    description: 'Most SCIM requests kept of one organization; the oldest go first.',
  }),
  auditDays: option<number>({
    variable: 'LOCKSTEP_AUDIT_DAYS',
    type: integer(0, 36_500),
    default: 0,
    description: 'Days that entries of the audit log are kept; 0 keeps them for ever.',
  }),
  smtpUrl: option<string | undefined>({
    variable: 'LOCKSTEP_SMTP_URL',
    type: url('smtp:', 'smtps:'),
    default: undefined,
    secret: true,
    description:
      'Mail server for warnings to administrators: smtp://user:password@mail.example.com:587. Without it no mail is sent.',
  }),
  mailFrom: option<string>({
    variable: 'LOCKSTEP_MAIL_FROM',
    type: text,
    default: 'lockstep@localhost',
    description: 'Sender of the mails.',
  }),
  mailLanguage: option<'en' | 'es' | 'ja'>({
    variable: 'LOCKSTEP_MAIL_LANGUAGE',
    type: oneOf('en', 'es', 'ja'),
    default: 'en',
    description: 'Language of the mails: en, es or ja.',
  }),
  allowPlainHttp: option<boolean>({
    variable: 'LOCKSTEP_ALLOW_PLAIN_HTTP',
    type: flag,
    default: false,
    description: 'Let applications be reached over plain http beyond this machine. Credentials would travel in clear.',
  }),
  allowPrivateNetworks: option<boolean>({
    variable: 'LOCKSTEP_ALLOW_PRIVATE_NETWORKS',
    type: flag,
    default: false,
    description:
      'Let applications be in private networks (10.0.0.0/8 and the like). Link-local and metadata addresses stay refused.',
  }),
  heapLimit: option<number>({
    variable: 'LOCKSTEP_HEAP_LIMIT',
    type: integer(128, 1_048_576),
    default: 384,
    description:
      'Most megabytes of the heap of the server process, which ends when it needs more. A lower limit also keeps it smaller in ordinary work.',
  }),
  logLevel: option<'fatal' | 'error' | 'warn' | 'info' | 'debug'>({
    variable: 'LOCKSTEP_LOG_LEVEL',
    flag: '--log-level',
    placeholder: 'LEVEL',
    type: oneOf('fatal', 'error', 'warn', 'info', 'debug'),
    default: 'warn',
    description: 'Least severe log entries to write to standard error: fatal, error, warn, info or debug.',
  }),
} as const;

type Options = typeof options;
export type OptionName = keyof Options;

/** The values that the server runs with. */
export type Config = { readonly [K in OptionName]: Options[K] extends Option<infer T> ? T : never };
