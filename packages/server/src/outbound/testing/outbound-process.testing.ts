import { FeedSignal } from '../../changes/feed-signal.ts';
import { openDatabase } from '../../storage/database.ts';
import type { OutboundOptions } from '../options.ts';
import { createOutbound } from '../outbound.ts';
import { lenientCatalog } from './lenient-catalog.testing.ts';

/** The outbound half as a process of its own, to be killed. The settings come as JSON in the first argument. */
export interface ProcessSettings {
  readonly connection: Parameters<typeof openDatabase>[0]['connection'];
  /** Base64. */
  readonly encryptionKey: string;
  readonly limits: OutboundOptions['limits'];
}

const { connection, encryptionKey, limits } = JSON.parse(process.argv[2] ?? '') as ProcessSettings;
const log = { warn: () => {}, error: (details: object, message: string) => console.error(message, details) };
const templates = lenientCatalog;
const options = { templates, database: openDatabase({ connection }), signal: new FeedSignal(), log };
createOutbound({ ...options, encryptionKey: Buffer.from(encryptionKey, 'base64'), ...(limits && { limits }) }).start();
