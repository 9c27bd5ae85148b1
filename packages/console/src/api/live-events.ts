import { basePath, eventsPath, liveEventSchema, type Application, type LiveEvent } from '@lockstep/admin-api';
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { addSample, type Sample } from '../format/time-left.ts';
import { queryKeys } from './query-keys.ts';

/** Pages reread at most this often however fast the events come, in milliseconds. */
const rereadEvery = 700;

/** Milliseconds until a connection that the browser gave up is tried again. */
const reconnectAfter = 10_000;

type Applications = { applications: Application[] };

/**
 * Reads what is shown below a key again. A first read that is under way is not begun anew for this, though what it finds
 * may be older than the news.
 * @returns true where there was such a read; it is over by then
 */
async function readAgain(client: QueryClient, key: QueryKey): Promise<boolean> {
  const underWay = client.getQueryCache().findAll({ queryKey: key, fetchStatus: 'fetching' });
  const first = underWay.some(({ state }) => state.data === undefined);
  await client.invalidateQueries({ queryKey: key });
  return first;
}

/** Rereads each key at once and then at most every {@link rereadEvery}, never losing the last wish. */
function createRereader(client: QueryClient): { reread: (key: QueryKey) => void; stop: () => void } {
  const waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; again: boolean }>();
  let stopped = false;
  const reread = (key: QueryKey): void => {
    if (stopped) return;
    const name = JSON.stringify(key);
    const pending = waiting.get(name);
    if (pending !== undefined) {
      pending.again = true;
      return;
    }
    void readAgain(client, key).then((first) => first && reread(key));
    const entry = {
      again: false,
      timer: setTimeout(() => {
        waiting.delete(name);
        if (entry.again) reread(key);
      }, rereadEvery),
    };
    waiting.set(name, entry);
  };
  return {
    reread,
    stop: () => {
      stopped = true;
      for (const { timer } of waiting.values()) clearTimeout(timer);
    },
  };
}

function applyProgress(client: QueryClient, org: string, event: LiveEvent & { type: 'application' }): void {
  client.setQueryData<Application>(queryKeys.application(org, event.application), (known) =>
    known === undefined ? undefined : { ...known, progress: event.progress },
  );
  const sample = { at: Date.now(), waiting: event.progress.waiting };
  client.setQueryData<readonly Sample[]>(queryKeys.pace(org, event.application), (samples) =>
    addSample(samples ?? [], sample),
  );
  client.setQueryData<Applications>(queryKeys.applications(org), (known) =>
    known === undefined
      ? undefined
      : {
          applications: known.applications.map((application) =>
            application.slug === event.application ? { ...application, progress: event.progress } : application,
          ),
        },
  );
}

type Reread = (key: QueryKey) => void;

/** Why an application is paused, and since when it is not, stands in the application itself. */
function rereadPause(
  client: QueryClient,
  org: string,
  { application: slug, pausedUntil }: LiveEvent & { type: 'application' },
  reread: Reread,
): void {
  const differs = (known: Application | undefined): boolean =>
    known !== undefined && known.pause?.until !== pausedUntil;
  const key = queryKeys.application(org, slug);
  if (differs(client.getQueryData<Application>(key))) reread(key);
  const list = client.getQueryData<Applications>(queryKeys.applications(org));
  if (differs(list?.applications.find((one) => one.slug === slug))) reread(queryKeys.applications(org));
}

/** What an event means for the cache. */
function applyEvent(client: QueryClient, org: string, event: LiveEvent, reread: Reread): void {
  if (event.type === 'directory') {
    // users show their departments, job titles, groups and services
    reread(queryKeys.users(org));
    if (event.resourceTypes.includes('Group')) reread(queryKeys.groups(org));
    if (event.resourceTypes.includes('Department')) reread(queryKeys.departments(org));
    if (event.resourceTypes.includes('JobTitle')) reread(queryKeys.jobTitles(org));
  } else if (event.type === 'connection') reread(queryKeys.connection(org));
  else if (event.type === 'exchanges') {
    reread(queryKeys.exchanges(org));
    // what was refused is counted there, and when each token was used last
    reread(queryKeys.connection(org));
  } else {
    applyProgress(client, org, event);
    rereadPause(client, org, event, reread);
    // an answer that is under way may be older than the news, and would put the old progress back
    for (const key of [queryKeys.application(org, event.application), queryKeys.applications(org)])
      if (client.isFetching({ queryKey: key }) > 0) reread(key);
    reread(queryKeys.appUsers(org, event.application));
    reread(queryKeys.pushedGroups(org, event.application));
    reread(queryKeys.tasks(org));
  }
}

/**
 * Keeps what is shown of an organization current from its server-sent events. A connection that broke is made again,
 * by the browser or, where the browser gives up (a proxy answered instead), after {@link reconnectAfter}; every
 * connection, the first too, rereads everything: what happened between the last answer and its opening sent no event.
 * @returns stops following
 */
export function followOrganization(org: string, client: QueryClient): () => void {
  const address = `${basePath}${eventsPath.replace(':org', encodeURIComponent(org))}`;
  const { reread, stop } = createRereader(client);
  let source: EventSource;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const connect = (): void => {
    source = new EventSource(address);
    source.addEventListener('open', () => reread(queryKeys.organization(org)));
    source.addEventListener('message', (message: MessageEvent<string>) => {
      const event = liveEventSchema.safeParse(JSON.parse(message.data));
      if (event.success) applyEvent(client, org, event.data, reread);
    });
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) waiting = setTimeout(connect, reconnectAfter);
    });
  };
  connect();
  return () => {
    clearTimeout(waiting);
    stop();
    source.close();
  };
}
