import fastify from 'fastify';
import { FeedSignal } from '../../changes/feed-signal.ts';
import { createCustomResourceLane } from '../../directory/custom-resources/custom-resource-lane.ts';
import { createGroupLane } from '../../directory/groups/group-lane.ts';
import { newId } from '../../directory/new-id.ts';
import { createUserLane } from '../../directory/users/user-lane.ts';
import { createUserReader } from '../../directory/users/user-reader.ts';
import { CallerCache, type Identified } from '../../inbound/caller-cache.ts';
import { ExchangeRecorder } from '../../inbound/exchanges/exchange-recorder.ts';
import { RateLimit } from '../../inbound/rate-limit.ts';
import { TokenUsage } from '../../inbound/token-usage.ts';
import type { Database } from '../../storage/database.ts';
import { rehearse } from '../../storage/rehearse.ts';
import { httpOptions } from '../http-options.ts';
import type { Services } from '../services.ts';
import { addScim } from './scim-endpoint.ts';
import { scimPath } from './scim-path.ts';

/** A SCIM request as somebody once sent it; `path` is below the endpoint, with the query. */
export interface PastRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Where it came from. */
  readonly address: string;
}

const mine = 'Bearer rehearsed';
/** Of the connection to the client, or about the body as it was then. */
const notRepeated = new Set(['authorization', 'connection', 'content-length', 'host', 'transfer-encoding']);

function onto(services: Services, database: Database): Services {
  const signal = new FeedSignal();
  const onError = (error: unknown): void => services.log.error({ err: error }, 'a rehearsed request was not recorded');
  const rules = { bodies: true, bodyLimit: services.config.exchangeBodyLimit };
  const now = services.now();
  return {
    ...services,
    database,
    signal,
    users: createUserReader(database),
    writeUser: createUserLane(database, signal, services.types),
    writeGroup: createGroupLane(database, signal),
    writeCustomResource: createCustomResourceLane(database, signal),
    exchanges: new ExchangeRecorder({ db: database.db, rules, rate: 0, onError }),
    tokenUsage: new TokenUsage(database.db, onError),
    scimRate: new RateLimit(0),
    callerCache: new CallerCache(),
    // what is known of the caller stays known however long it takes
    now: () => now,
  };
}

async function send(services: Services, identified: Identified, past: PastRequest): Promise<string> {
  const { slug } = identified.organization;
  await services.callerCache.ask(`${slug} ${mine}`, services.now().getTime(), async () => identified);
  const id = newId();
  const { rewriteUrl: _, ...options } = { rewriteUrl: undefined, ...httpOptions(services) };
  const server = fastify({ ...options, genReqId: () => id });
  const noted = Promise.withResolvers<void>();
  await server.register(
    async (scope) => {
      addScim(scope, services);
      scope.addHook('onResponse', async () => noted.resolve());
    },
    { prefix: scimPath(':org') },
  );
  try {
    const headers = Object.entries(past.headers).filter(([name]) => !notRepeated.has(name));
    await server.inject({
      method: past.method as 'GET',
      url: scimPath(slug) + past.path,
      headers: { ...Object.fromEntries(headers), authorization: mine },
      remoteAddress: past.address,
      ...(past.body === null ? {} : { payload: past.body }),
    });
    await noted.promise;
    return id;
  } finally {
    await server.close();
  }
}

/**
 * Does a request again, through the very code that answers requests, and takes back everything that it wrote. Before that
 * `read` looks at its record under the id that it is given. The caller is believed: there is no token to check.
 */
export function rehearseRequest<T>(
  services: Services,
  identified: Identified,
  past: PastRequest,
  read: (services: Services, id: string) => Promise<T>,
): Promise<T> {
  return rehearse(services.database, async (database) => {
    const rehearsed = onto(services, database);
    try {
      const id = await send(rehearsed, identified, past);
      await rehearsed.exchanges.flush();
      return await read(rehearsed, id);
    } finally {
      await rehearsed.exchanges.stop();
      await rehearsed.tokenUsage.stop();
    }
  });
}
