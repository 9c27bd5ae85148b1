import type { AccessTables } from './access.ts';
import type { DirectoryTables } from './directory.ts';
import type { InboundTables } from './inbound.ts';
import type { OutboundTables } from './outbound.ts';

/** Every table of the database, for Kysely. */
export interface Tables extends DirectoryTables, InboundTables, OutboundTables, AccessTables {}
