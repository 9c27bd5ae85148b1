import type { ExchangeListQuery } from '../../api/exchanges.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';

export const statuses = ['ok', 'refused', 'failed'] as const;
export const clients = ['okta', 'entra', 'other'] as const;
export const periods = [
  { value: 'hour', hours: 1 },
  { value: 'day', hours: 24 },
  { value: 'week', hours: 168 },
] as const;

/** The filters that the address may hold; a way to clear them all. */
export const noFilters = { user: undefined, status: undefined, client: undefined, token: undefined, since: undefined };

const minute = 60_000;

/** To the minute, so that the query stays the same while the page is read. */
function since(period: string | undefined, now: number): { from?: string } {
  const found = periods.find(({ value }) => value === period);
  if (found === undefined) return {};
  return { from: new Date(Math.floor(now / minute) * minute - found.hours * 60 * minute).toISOString() };
}

function isStatus(text: string | undefined): text is string {
  return text !== undefined && /^(?:ok|refused|failed|[1-5]\d\d)$/.test(text);
}

/** What the list is asked for, from the page's address; what makes no sense there is left out. */
export function readFilters(url: ListUrl, limit: number, now: number): ExchangeListQuery {
  const [user, status, client, token, to] = ['user', 'status', 'client', 'token', 'until'].map(url.get);
  const known = clients.find((one) => one === client);
  return {
    limit,
    ...(user === undefined ? {} : { user }),
    ...(isStatus(status) ? { status } : {}),
    ...(known === undefined ? {} : { client: known }),
    ...(token === undefined ? {} : { token }),
    ...since(url.get('since'), now),
    ...(to !== undefined && !Number.isNaN(Date.parse(to)) ? { to: new Date(to).toISOString() } : {}),
    ...(url.cursor === undefined ? {} : { cursor: url.cursor }),
  };
}
