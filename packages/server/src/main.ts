import type { AddressInfo } from 'node:net';
import { pino, type Logger } from 'pino';
import { ensureFirstAdministrator, type FirstSignIn } from './access/first-administrator.ts';
import { SignInLimit } from './access/sign-in-limit.ts';
import { createSessionLibrary, type SessionLibrary } from './access/sessions.ts';
import { SingleSignOn } from './access/single-sign-on.ts';
import { FeedSignal } from './changes/feed-signal.ts';
import { RecentChanges } from './changes/recent-changes.ts';
import { deleteOldChanges } from './changes/audit/delete-old-changes.ts';
import { repairRestoredFeed } from './changes/repair-restored-feed.ts';
import type { Config } from './config/options.ts';
import { StartError } from './config/start-error.ts';
import { createCustomResourceLane } from './directory/custom-resources/custom-resource-lane.ts';
import { TypeRegistry } from './directory/custom-types/type-registry.ts';
import { fillSearchColumns } from './directory/users/fill-search-columns.ts';
import { startGroupRules } from './directory/group-rules/group-rule-worker.ts';
import { createGroupLane } from './directory/groups/group-lane.ts';
import type { JobContext } from './directory/jobs/job-context.ts';
import { startJobWorker } from './directory/jobs/job-worker.ts';
import { deleteOldJobs } from './directory/jobs/list-jobs.ts';
import { createUserLane } from './directory/users/user-lane.ts';
import { createUserReader } from './directory/users/user-reader.ts';
import { createHttpServer } from './http/create-http-server.ts';
import type { Services } from './http/services.ts';
import { SearchGate } from './http/scim/search/search-gate.ts';
import { listen } from './http/listen.ts';
import { CallerCache } from './inbound/caller-cache.ts';
import { ExchangeNotices } from './inbound/exchanges/exchange-notices.ts';
import { createExchangeRecorder } from './inbound/exchanges/create-exchange-recorder.ts';
import { deleteOldExchanges } from './inbound/exchanges/delete-old-exchanges.ts';
import { readEditCheck } from './inbound/local-edits.ts';
import { RateLimit } from './inbound/rate-limit.ts';
import { mailWarnings } from './inbound/token-expiry/mail-warnings.ts';
import { warnOfExpiry } from './inbound/token-expiry/warn-of-expiry.ts';
import { TokenUsage } from './inbound/token-usage.ts';
import { startJobs, type Job } from './jobs/jobs.ts';
import { createMailer } from './mail/create-mailer.ts';
import { createOutbound } from './outbound/outbound.ts';
import { ensureSample } from './sample/ensure-sample.ts';
import type { Sample } from './sample/sample.ts';
import type { Database } from './storage/database.ts';
import { deriveKey, loadEncryptionKey } from './storage/encryption-key.ts';
import { makeDataFolder } from './storage/make-data-folder.ts';
import { openStorage } from './storage/open-storage.ts';

export type { Sample };

/** A server that answers. `close` finishes requests, then stops the engine and the database. */
export interface RunningServer {
  readonly url: string;
  readonly firstSignIn: FirstSignIn | undefined;
  /** Where the embedded database lies, when that is not in the data folder. */
  readonly databaseFolder: string | undefined;
  readonly sample: Sample | undefined;
  close(): Promise<void>;
}

interface ServerEvents {
  readonly log: Logger;
  /** The database ended by itself: the server cannot go on. */
  readonly onLost: (reason: string) => void;
}

/** Undoes steps in reverse order, all of them even when one fails. */
class Cleanup {
  readonly #steps: (() => Promise<void>)[] = [];

  add(step: () => Promise<void>): void {
    this.#steps.push(step);
  }

  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.splice(0).reverse()) await step().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be stopped.');
  }
}

/** What helps, and nothing else: errors of libraries carry whole connections with them. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? { code: error.code } : {};
  return { name, message, stack, ...code, ...(cause === undefined ? {} : { cause: describeError(cause) }) };
}

function createLog(config: Config): Logger {
  return pino(
    {
      level: config.logLevel,
      redact: ['req.headers.authorization', 'req.headers.cookie', 'headers.authorization'],
      serializers: { err: describeError },
    },
    pino.destination(2),
  );
}

/** Undefined unless the operator named an OpenID provider. */
function createSingleSignOn(config: Config, sessions: SessionLibrary, { db }: Database): SingleSignOn | undefined {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret: clientSecret } = config;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return undefined;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    throw new StartError('Set LOCKSTEP_OIDC_ISSUER, LOCKSTEP_OIDC_CLIENT_ID and LOCKSTEP_OIDC_CLIENT_SECRET together.');
  }
  return new SingleSignOn({ issuer, clientId, clientSecret }, sessions, db);
}

/** What is done again and again: old records go, and expiring tokens are told of. */
function schedules(config: Config, { database, signal, publicUrl, onError }: ScheduleTools): readonly Job[] {
  const { db } = database;
  const send = createMailer(config);
  const retention = { days: config.exchangeDays, rows: config.exchangeRows };
  return [
    { name: 'job-retention', cron: '29 4 * * *', run: () => deleteOldJobs(db, new Date()) },
    { name: 'exchange-retention', cron: '17 * * * *', run: () => deleteOldExchanges(db, retention, new Date()) },
    ...(config.auditDays === 0
      ? []
      : [
          {
            name: 'audit-retention',
            cron: '41 3 * * *',
            run: () => deleteOldChanges(db, config.auditDays, new Date()),
          },
        ]),
    {
      name: 'token-expiry',
      cron: '7 * * * *',
      run: async () => {
        await warnOfExpiry(database, new Date());
        signal.notify();
        if (send === undefined) return;
        await mailWarnings({
          db,
          send,
          language: config.mailLanguage,
          publicUrl: publicUrl(),
          now: new Date(),
          onError,
        });
      },
    },
  ];
}

interface ScheduleTools {
  readonly database: Database;
  readonly signal: FeedSignal;
  readonly publicUrl: () => string;
  readonly onError: (error: unknown) => void;
}

type WriteTools = Pick<JobContext, 'database' | 'signal' | 'onError' | 'types' | 'secretsKey'>;

/** Who writes users and groups: requests by the lanes, and from now on the jobs of many users and the group rules. */
function createWriters(tools: WriteTools, cleanup: Cleanup) {
  const writeUser = createUserLane(tools.database, tools.signal, tools.types);
  const writeGroup = createGroupLane(tools.database, tools.signal);
  const jobWorker = startJobWorker({
    ...tools,
    writeUser,
    writeGroup,
    editCheck: (organizationId) => readEditCheck(tools.database.db, organizationId),
  });
  cleanup.add(() => jobWorker.stop());
  const { database, signal, onError } = tools;
  const groupRules = startGroupRules({ database, signal, lane: writeGroup, onError });
  cleanup.add(() => groupRules.stop());
  return { writeUser, writeGroup, jobWorker, groupRules };
}

/** Who records SCIM requests, and tells the other processes of them. */
function recordExchanges(config: Config, tools: Pick<ScheduleTools, 'database' | 'onError'>, cleanup: Cleanup) {
  const exchangeNotices = new ExchangeNotices(tools);
  cleanup.add(() => exchangeNotices.stop());
  const tell = exchangeNotices.tell.bind(exchangeNotices);
  const exchanges = createExchangeRecorder(tools.database.db, config, { onError: tools.onError, tell });
  cleanup.add(() => exchanges.stop());
  return { exchanges, exchangeNotices };
}

/** Resolves to the origin at which the server answers. */
async function answerHttp(services: Services, cleanup: Cleanup): Promise<string> {
  const { config } = services;
  const http = await createHttpServer(services);
  cleanup.add(() => http.close());
  await listen(http, config);
  const { port } = http.server.address() as AddressInfo;
  const shownHost = config.host.includes(':') ? `[${config.host}]` : config.host;
  return `http://${shownHost}:${port}`;
}

async function wire(
  config: Config,
  { log, onLost }: ServerEvents,
  cleanup: Cleanup,
): Promise<Omit<RunningServer, 'close'>> {
  const dataDir = await makeDataFolder(config.data);
  const database = await openStorage({
    dataDir,
    databaseUrl: config.databaseUrl,
    complete: (db) => fillSearchColumns(db, async (id) => (await new TypeRegistry(db).current(id)).user),
    log,
    onLost,
  });
  cleanup.add(() => database.close());
  if (await repairRestoredFeed(database)) log.warn('the change feed came from another database and was put in order');
  const encryptionKey = await loadEncryptionKey(config.encryptionKey, dataDir);

  let url = '';
  const publicUrl = (): string => config.publicUrl?.replace(/\/+$/, '') ?? url;
  const onError = (error: unknown): void => log.error({ err: error }, 'background work failed');
  const signal = new FeedSignal();
  const recentChanges = new RecentChanges(database, signal, onError);
  cleanup.add(() => recentChanges.stop());
  const tokenUsage = new TokenUsage(database.db, onError);
  cleanup.add(() => tokenUsage.stop());
  const outbound = createOutbound({
    database,
    signal,
    encryptionKey,
    allowPlainHttp: config.allowPlainHttp,
    allowPrivateNetworks: config.allowPrivateNetworks,
    log,
  });
  const types = new TypeRegistry(database.db);
  const secretsKey = deriveKey(encryptionKey, 'write-only attributes');
  const sessionUrl = config.publicUrl ?? `http://${config.host}`;
  const sessions = createSessionLibrary({ database, publicUrl: sessionUrl, encryptionKey });
  const services = {
    config,
    log,
    database,
    signal,
    recentChanges,
    users: createUserReader(database),
    ...createWriters({ database, signal, types, secretsKey, onError }, cleanup),
    writeCustomResource: createCustomResourceLane(database, signal),
    types,
    secretsKey,
    sessions,
    singleSignOn: createSingleSignOn(config, sessions, database),
    searchGate: new SearchGate(),
    answerKey: deriveKey(encryptionKey, 'idempotent answers'),
    cursorKey: deriveKey(encryptionKey, 'SCIM cursors'),
    signInLimit: new SignInLimit(),
    scimRate: new RateLimit(config.scimRate),
    tokenUsage,
    callerCache: new CallerCache(),
    ...recordExchanges(config, { database, onError }, cleanup),
    outbound,
    publicUrl,
    now: () => new Date(),
  };
  url = await answerHttp(services, cleanup);

  const firstSignIn = await ensureFirstAdministrator(database, services.sessions, dataDir);
  const sample = config.sample ? await ensureSample(services) : undefined;
  outbound.start();
  cleanup.add(() => outbound.stop());
  const jobs = startJobs({
    database,
    jobs: schedules(config, { database, signal, publicUrl, onError }),
    onError,
  });
  cleanup.add(() => jobs.stop());
  return { url: publicUrl(), firstSignIn, databaseFolder: database.elsewhere, sample };
}

/** Starts everything; what was started is stopped again when a later step fails. */
export async function startServer(config: Config, onLost: ServerEvents['onLost']): Promise<RunningServer> {
  const cleanup = new Cleanup();
  const log = createLog(config);
  try {
    return { ...(await wire(config, { log, onLost }, cleanup)), close: () => cleanup.run() };
  } catch (error) {
    await cleanup.run().catch((failure: unknown) => log.error({ err: failure }, 'cleaning up failed'));
    throw error;
  }
}
