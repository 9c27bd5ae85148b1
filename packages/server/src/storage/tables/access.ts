import type { Generated } from 'kysely';

interface AdministratorRow {
  id: string;
  name: string;
  email: string;
  email_verified: Generated<boolean>;
  created_at: Generated<Date>;
  everywhere: Generated<boolean>;
}

interface AdministratorRoleRow {
  organization_id: string;
  administrator_id: string;
  role: 'organization_administrator' | 'users_administrator' | 'auditor';
}

/** The tables that the session library alone writes are not listed: nothing else may touch them. */
export interface AccessTables {
  administrators: AdministratorRow;
  administrator_roles: AdministratorRoleRow;
}
