import type { Generated } from 'kysely';

interface ConnectionRow {
  organization_id: string;
  id: string;
  slug: string;
  name: string;
  preset: 'cybozu' | 'standard';
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
}

export interface InboundTables {
  connections: ConnectionRow;
  api_tokens: ApiTokenRow;
}
