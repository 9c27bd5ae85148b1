import type { Generated } from 'kysely';

interface AdministratorRow {
  id: string;
  name: string;
  email: string;
  email_verified: Generated<boolean>;
  created_at: Generated<Date>;
  everywhere: Generated<boolean>;
  language: 'en' | 'es' | 'ja' | null;
}

interface AdministratorRoleRow {
  organization_id: string;
  administrator_id: string;
  role: 'organization_administrator' | 'users_administrator' | 'auditor' | 'user';
  id: Generated<string>;
  user_id: string | null;
}

interface AdministratorInvitationRow {
  organization_id: string;
  id: string;
  digest: Buffer;
  email: string;
  role: 'organization_administrator' | 'users_administrator' | 'auditor' | 'user';
  user_id: string | null;
  created_at: Generated<Date>;
  created_by: string;
  expires_at: Date;
}

interface ApiKeyRow {
  organization_id: string;
  id: string;
  digest: Buffer;
  prefix: string;
  notes: string;
  scopes: string[];
  administrator_id: string | null;
  created_at: Generated<Date>;
  created_by: string;
  expires_at: Date | null;
  enabled: Generated<boolean>;
  last_used_at: Date | null;
  last_used_address: string | null;
  last_used_client: string | null;
}

interface AdministratorPasskeyRow {
  id: string;
  administrator_id: string;
  name: string;
  public_key: Buffer;
  /** `bigint`, which comes as text. */
  counter: string;
  transports: string[];
  created_at: Generated<Date>;
  last_used_at: Date | null;
}

interface IdempotencyKeyRow {
  caller: string;
  key: string;
  digest: Buffer;
  answer: string | null;
  created_at: Generated<Date>;
  expires_at: Date;
}

/** The tables that the session library alone writes are not listed: nothing else may touch them. */
export interface AccessTables {
  api_keys: ApiKeyRow;
  idempotency_keys: IdempotencyKeyRow;
  administrators: AdministratorRow;
  administrator_invitations: AdministratorInvitationRow;
  administrator_passkeys: AdministratorPasskeyRow;
  administrator_roles: AdministratorRoleRow;
}
