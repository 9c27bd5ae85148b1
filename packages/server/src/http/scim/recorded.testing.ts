import { routes, type ExchangeDetail } from '@lockstep/admin-api';
import { vi } from 'vitest';
import type { ScimAnswer, TestServer } from '../../test-server.testing.ts';

/** Where the requests of a connection are recorded. */
export interface Place {
  readonly org: string;
  readonly connection: string;
}

/** The record of an answered request; it is written a moment later. */
export async function recorded({ call }: TestServer, answer: ScimAnswer, place: Place): Promise<ExchangeDetail> {
  const exchange = answer.headers.get('x-correlation-id') ?? '';
  return vi.waitFor(() => call(routes.getExchange, { params: { ...place, exchange } }), { interval: 20 });
}
