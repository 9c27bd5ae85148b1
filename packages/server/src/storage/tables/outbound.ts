import type { ColumnType, Generated } from 'kysely';
import type { JsonObject } from '@lockstep/scim';

/** `jsonb` that may be null: read as a value, written as JSON text. */
type NullableJson<T> = ColumnType<T | null, string | null, string | null>;

/** What becomes of an account that is not to be active any more. */
type Ending = 'deactivate' | 'delete' | 'delete-later' | 'nothing';

interface ApplicationRow {
  organization_id: string;
  id: string;
  slug: string;
  name: string;
  template: string;
  own_template: NullableJson<JsonObject>;
  base_url: string;
  client_profile: string | null;
  sweep_at: Date | null;
  requests_per_second: number | null;
  concurrency: number | null;
  credential: NullableJson<JsonObject>;
  tls_ca: string | null;
  tls_certificate: string | null;
  tls_key_sealed: string | null;
  api_token_sealed: string | null;
  api_integration: Generated<boolean>;
  create_users: Generated<boolean>;
  update_user_attributes: Generated<boolean>;
  deactivate_users: Generated<boolean>;
  on_unassign: Generated<Ending>;
  on_deactivate: Generated<Ending>;
  on_suspend: Generated<Ending>;
  on_delete: Generated<Ending>;
  delete_after_days: Generated<number>;
  push_groups: Generated<boolean>;
  push_rules_pending: Generated<boolean>;
  profile_settings: NullableJson<JsonObject>;
  profile_version: Generated<number>;
  reads_groups: Generated<boolean>;
  reads_organization: Generated<boolean>;
  reads_manager: Generated<boolean>;
  reads_applications: Generated<string[]>;
  reads_accounts: Generated<string[]>;
  created_at: Generated<Date>;
  paused_until: Date | null;
  pause_probe: Generated<boolean>;
  pause_count: Generated<number>;
  pause_message: string | null;
  pause_status: number | null;
}

interface AssignmentRow {
  organization_id: string;
  application_id: string;
  user_id: string;
  created_at: Generated<Date>;
}

interface GroupAssignmentRow {
  organization_id: string;
  application_id: string;
  group_id: string;
  priority: number;
  attribute_values: ColumnType<JsonObject, string | undefined, string>;
  created_at: Generated<Date>;
}

interface PersonalValuesRow {
  organization_id: string;
  application_id: string;
  user_id: string;
  login_name: string | null;
  attribute_values: ColumnType<JsonObject, string | undefined, string>;
}

interface AppUserRow {
  organization_id: string;
  application_id: string;
  user_id: string;
  login_name: string;
  display_name: string;
  assigned: boolean;
  wanted: boolean;
  group_id: string | null;
  ended_by: 'unassign' | 'deactivate' | 'suspend' | 'delete' | null;
  ending: Ending | null;
  delete_at: Date | null;
  status: Generated<'STAGED' | 'PROVISIONED' | 'DEPROVISIONED'>;
  desired_generation: Generated<string>;
  applied_generation: Generated<string>;
  applied_profile: NullableJson<JsonObject>;
  applied_at: Date | null;
  remote_id: string | null;
  remote_version: string | null;
  intended_profile: NullableJson<JsonObject>;
  lease_owner: string | null;
  lease_until: Date | null;
  attempts: Generated<number>;
  next_attempt_at: Generated<Date | null>;
  held_by: 'createUsers' | 'updateUserAttributes' | 'deactivateUsers' | null;
  error_class: string | null;
  error_message: string | null;
  error_status: number | null;
  error_at: Date | null;
  error_exchange: NullableJson<JsonObject>;
  dismissed_at: Date | null;
  force_sync_id: string | null;
  force_sync_result: 'same' | 'sent' | 'held' | 'failed' | null;
}

interface ForceSyncRow {
  organization_id: string;
  application_id: string;
  id: string;
  total: number;
  started_at: Generated<Date>;
}

interface TemplateRow {
  organization_id: string;
  id: string;
  document: ColumnType<JsonObject, string, string>;
  created_at: Generated<Date>;
  changed_at: Generated<Date>;
}

interface GroupPushRuleRow {
  organization_id: string;
  application_id: string;
  id: string;
  operator: 'starts-with' | 'contains' | 'ends-with' | 'matches';
  pattern: string;
  existing: 'link' | 'task';
  created_at: Generated<Date>;
}

interface PushedGroupRow {
  organization_id: string;
  application_id: string;
  group_id: string;
  display_name: string;
  rule_id: string | null;
  existing: 'link' | 'task';
  chosen_remote_id: string | null;
  active: Generated<boolean>;
  ending: 'leave' | 'delete' | null;
  desired_generation: Generated<string>;
  remote_id: string | null;
  remote_name: string | null;
  intended_name: string | null;
  members_known: Generated<boolean>;
  created_at: Generated<Date>;
  pushed_at: Date | null;
  lease_owner: string | null;
  lease_until: Date | null;
  attempts: Generated<number>;
  next_attempt_at: Generated<Date | null>;
  error_class: string | null;
  error_message: string | null;
  error_status: number | null;
  error_at: Date | null;
  error_exchange: NullableJson<JsonObject>;
  dismissed_at: Date | null;
}

interface PushedGroupMemberRow {
  organization_id: string;
  application_id: string;
  group_id: string;
  remote_id: string;
  held: boolean;
  error_message: string | null;
  error_status: number | null;
  error_at: Date | null;
  error_exchange: NullableJson<JsonObject>;
  dismissed_at: Date | null;
}

interface AppImportRow {
  organization_id: string;
  application_id: string;
  id: string;
  state: 'running' | 'finished' | 'failed';
  rules: ColumnType<JsonObject, string, string>;
  position: NullableJson<JsonObject>;
  accounts: Generated<number>;
  total: number | null;
  error_message: string | null;
  attempts: Generated<number>;
  started_at: Generated<Date>;
  finished_at: Date | null;
  lease_until: Date | null;
}

interface ImportedAccountRow {
  organization_id: string;
  application_id: string;
  remote_id: string;
  import_id: string;
  user_name: string;
  display_name: string;
  surname: string;
  given_name: string;
  email: string;
  active: boolean;
  match: 'new' | 'exact' | 'partial' | 'conflict';
  candidates: string[];
  ignored: Generated<boolean>;
}

export interface OutboundTables {
  applications: ApplicationRow;
  assignments: AssignmentRow;
  group_assignments: GroupAssignmentRow;
  personal_values: PersonalValuesRow;
  app_users: AppUserRow;
  force_syncs: ForceSyncRow;
  templates: TemplateRow;
  group_push_rules: GroupPushRuleRow;
  pushed_groups: PushedGroupRow;
  pushed_group_members: PushedGroupMemberRow;
  app_imports: AppImportRow;
  imported_accounts: ImportedAccountRow;
}
