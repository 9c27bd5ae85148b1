import type { Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { ExchangeRecorder, type RecorderOptions } from './exchange-recorder.ts';

/** The options that a recorder goes by. */
export interface RecordingOptions {
  readonly exchanges: 'off' | 'headers' | 'full';
  readonly exchangeBodyLimit: number;
  readonly exchangeRate: number;
}

/** The recorder that the options ask for. */
export function createExchangeRecorder(
  db: Kysely<Tables>,
  { exchanges, exchangeBodyLimit, exchangeRate }: RecordingOptions,
  { onError, tell }: Pick<RecorderOptions, 'onError' | 'tell'>,
): ExchangeRecorder {
  const rules = exchanges === 'off' ? undefined : { bodies: exchanges === 'full', bodyLimit: exchangeBodyLimit };
  return new ExchangeRecorder({ db, rules, rate: exchangeRate, onError, ...(tell === undefined ? {} : { tell }) });
}
