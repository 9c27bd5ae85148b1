import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { followOrganization } from './live-events.ts';
import { queryKeys } from './query-keys.ts';

const patience = { timeout: 10_000 };
const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
  vi.unstubAllGlobals();
});

/** Follows `acme`. Answers how to let the stream open and say something. */
function follow(client: QueryClient): { open: () => void; tell: (event: object) => void } {
  const target = new EventTarget();
  vi.stubGlobal(
    'EventSource',
    class {
      readonly addEventListener = target.addEventListener.bind(target);
      readonly close = (): void => undefined;
    },
  );
  endings.push(followOrganization('acme', client));
  return {
    open: () => void target.dispatchEvent(new Event('open')),
    tell: (event) => void target.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(event) })),
  };
}

/** Shows what is read under a key; each read waits for its answer. */
function show(client: QueryClient, queryKey: readonly unknown[]): { reads: ((value: string) => void)[] } {
  const reads: ((value: string) => void)[] = [];
  const queryFn = () => new Promise<string>((resolve) => void reads.push(resolve));
  endings.push(new QueryObserver(client, { queryKey, queryFn, retry: false }).subscribe(() => undefined));
  return { reads };
}

test.each([
  ['the stream opens', 'open'],
  ['news arrives', 'tell'],
] as const)(
  'while the first read is under way %s: it is read again, since its answer may be older',
  async (_name, happen) => {
    const client = new QueryClient();
    const stream = follow(client);
    const key = [...queryKeys.exchanges('acme'), 'list'];
    const { reads } = show(client, key);
    expect(reads).toHaveLength(1);
    if (happen === 'open') stream.open();
    else stream.tell({ type: 'exchanges' });
    reads[0]?.('old');
    await vi.waitFor(() => expect(reads).toHaveLength(2), patience);
    reads[1]?.('new');
    await vi.waitFor(() => expect(client.getQueryData(key)).toBe('new'), patience);
    expect(reads).toHaveLength(2);
  },
);

test('requests that were answered are told on the page of the connection too, which counts what was refused', async () => {
  const client = new QueryClient();
  const stream = follow(client);
  const { reads } = show(client, [...queryKeys.connection('acme'), 'one']);
  const others = show(client, queryKeys.users('acme'));
  for (const { reads: answers } of [{ reads }, others]) answers[0]?.('before');
  await vi.waitFor(() => expect(client.isFetching()).toBe(0), patience);
  stream.tell({ type: 'exchanges' });
  await vi.waitFor(() => expect(reads).toHaveLength(2), patience);
  expect(others.reads).toHaveLength(1);
});

test.each([
  ['User', ['users']],
  ['Group', ['users', 'groups']],
  ['Department', ['users', 'departments']],
  ['JobTitle', ['users', 'jobTitles']],
  ['Service', ['users']],
] as const)('when a %s changed, these are read again and nothing else: %s', async (resourceType, expected) => {
  const client = new QueryClient();
  const stream = follow(client);
  const areas = ['users', 'groups', 'departments', 'jobTitles', 'connection'] as const;
  const shown = areas.map((area) => ({ area, reads: show(client, queryKeys[area]('acme')).reads }));
  for (const { reads } of shown) reads[0]?.('before');
  await vi.waitFor(() => expect(client.isFetching()).toBe(0), patience);
  stream.tell({ type: 'directory', resourceTypes: [resourceType] });
  expect(shown.filter(({ reads }) => reads.length === 2).map(({ area }) => area)).toEqual(expected);
});

test('progress that is told while the application is read is not put back by the older answer', async () => {
  const client = new QueryClient();
  const stream = follow(client);
  const { reads } = show(client, queryKeys.application('acme', 'wiki'));
  reads[0]?.('first');
  await vi.waitFor(() => expect(client.isFetching()).toBe(0), patience);
  void client.invalidateQueries({ queryKey: queryKeys.application('acme', 'wiki') });
  await vi.waitFor(() => expect(reads).toHaveLength(2), patience);
  const progress = { assigned: 1, total: 1, synchronized: 1, waiting: 0, failed: 0 };
  stream.tell({ type: 'application', application: 'wiki', progress });
  await vi.waitFor(() => expect(reads).toHaveLength(3), patience);
  reads[1]?.('older');
  reads[2]?.('newer');
  await vi.waitFor(() => expect(client.getQueryData(queryKeys.application('acme', 'wiki'))).toBe('newer'), patience);
});

test('an application is read again when it is paused, and when the pause is over, and not in between', async () => {
  const client = new QueryClient();
  const stream = follow(client);
  const [key, progress] = [
    queryKeys.application('acme', 'wiki'),
    { assigned: 1, total: 1, synchronized: 0, waiting: 1 },
  ];
  const { reads } = show(client, key);
  const answer = async (pause?: object): Promise<void> => {
    reads.at(-1)?.({ slug: 'wiki', ...(pause && { pause }) } as unknown as string);
    await vi.waitFor(() => expect(client.isFetching()).toBe(0), patience);
  };
  const tell = (pausedUntil?: string): void =>
    stream.tell({ type: 'application', application: 'wiki', progress: { ...progress, failed: 0 }, pausedUntil });
  const until = '2026-11-23T09:40:28.050Z';
  await answer();
  tell();
  expect(reads).toHaveLength(1);
  tell(until);
  await vi.waitFor(() => expect(reads).toHaveLength(2), patience);
  await answer({ message: 'Error authenticating: Unauthorized.', until });
  tell(until);
  expect(reads).toHaveLength(2);
  tell();
  await vi.waitFor(() => expect(reads).toHaveLength(3), patience);
});
