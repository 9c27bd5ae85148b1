import { expect, test } from 'vitest';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { readFilters } from './read-filters.ts';

const urlOf = (query: Record<string, string>): ListUrl => ({
  get: (name) => query[name],
  page: 1,
  cursor: undefined,
  filter: () => {},
  linkTo: () => ({ to: '', state: null }),
  open: () => {},
  next: () => {},
  previous: () => {},
});
const now = Date.parse('2026-05-01T12:00:30.500Z');

test.each([
  [{}, {}],
  [
    { user: 'ada', status: '409', client: 'okta' },
    { user: 'ada', status: '409', client: 'okta' },
  ],
  [{ status: 'odd', client: 'odd', since: 'odd', until: 'odd' }, {}],
  [{ since: 'hour' }, { from: '2026-05-01T11:00:00.000Z' }],
  [{ until: '2026-05-01T10:00:00Z' }, { to: '2026-05-01T10:00:00.000Z' }],
])('%j', (query, expected) => {
  expect(readFilters(urlOf(query), 50, now)).toEqual({ limit: 50, ...expected });
});
