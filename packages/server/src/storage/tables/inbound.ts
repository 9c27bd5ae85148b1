import type { JsonObject } from '@lockstep/scim';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

interface ConnectionRow {
  organization_id: string;
  id: string;
  slug: string;
  name: string;
  preset: 'cybozu' | 'standard';
  policy: ColumnType<JsonObject, string | undefined, string>;
  deleted_users: GeneratedAlways<'tombstone' | 'free'>;
  propagation: boolean;
  refused_while_off: Generated<number>;
  last_request_at: Date | null;
  created_at: Generated<Date>;
}

interface ApiTokenRow {
  organization_id: string;
  connection_id: string;
  id: string;
  digest: Buffer;
  prefix: string;
  notes: string;
  created_at: Generated<Date>;
  created_by: string;
  expires_at: Date | null;
  enabled: Generated<boolean>;
  last_used_at: Date | null;
  last_used_address: string | null;
  last_used_client: string | null;
  networks: Generated<string[]>;
  warned_days: number | null;
  mailed_days: number | null;
}

interface ExchangeRow {
  organization_id: string;
  id: string;
  connection_id: string | null;
  token_id: string | null;
  token_name: string | null;
  at: Date;
  duration_ms: number;
  method: string;
  path: string;
  status: number;
  scim_type: string | null;
  detail: string | null;
  client: string;
  user_agent: string;
  address: string;
  login_name: string | null;
  resource_id: string | null;
  tolerances: { name: string; path: string }[] | null;
  request_headers: Record<string, string>;
  request_body: string | null;
  request_kept: string;
  request_bytes: number;
  answer_headers: Record<string, string>;
  answer_body: string | null;
  answer_kept: string;
  answer_bytes: number;
}

interface ExchangeHourRow {
  organization_id: string;
  connection_id: string;
  hour: Date;
  requests: number;
  writes: number;
  refused: number;
  refused_writes: number;
  unauthorized: number;
  failed: number;
  unrecorded: number;
}

interface LinkRow {
  organization_id: string;
  connection_id: string;
  user_id: string;
  state: 'linked' | 'tombstoned' | 'conflict' | 'unlinked';
  since: Date;
  cause: ColumnType<JsonObject, string, string>;
  held_login_name: string | null;
  login_name: string | null;
  login_name_key: string | null;
  display_name: string | null;
  external_id: string | null;
  resource: ColumnType<JsonObject | null, string | null, string | null>;
}

export interface InboundTables {
  connections: ConnectionRow;
  api_tokens: ApiTokenRow;
  exchanges: ExchangeRow;
  exchange_hours: ExchangeHourRow;
  links: LinkRow;
}
