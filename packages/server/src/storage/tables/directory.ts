import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { JsonObject, JsonValue } from '@lockstep/scim';

/** `jsonb`: read as a value, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;

interface OrganizationRow {
  id: string;
  slug: string;
  name: string;
  preset: 'cybozu' | 'standard';
  created_at: Generated<Date>;
  language: Generated<'en' | 'es' | 'ja' | null>;
  time_zone: Generated<string | null>;
  schema_version: Generated<number>;
  console_networks: Generated<string[]>;
  scim_networks: Generated<string[]>;
}

interface UserRow {
  organization_id: string;
  id: string;
  user_name: string;
  user_name_key: string;
  external_id: string | null;
  display_name: string;
  active: boolean;
  inactive_as: Generated<'staged' | 'suspended' | null>;
  resource: Json<JsonObject>;
  /** Null where it can be made of the resource (see `isFoldedByLetters`). */
  search: Json<JsonObject> | null;
  display_key: string | null;
  /** Null only until `fillSearchColumns` has run. */
  email_keys: Json<readonly string[]> | null;
  manager_key: string | null;
  active_given: Generated<boolean>;
  version: Generated<number>;
  created_at: Generated<Date>;
  modified_at: Generated<Date>;
}

/** Written by triggers of `users`. */
interface UserStateRow {
  organization_id: string;
  user_id: string;
  modified_at: Date;
  shown_active: boolean | null;
}

interface GroupRow {
  organization_id: string;
  id: string;
  display_name: string;
  display_name_key: string;
  external_id: string | null;
  resource: Json<JsonObject>;
  /** What filters of extensions look at; empty where groups have none. */
  search: Generated<JsonObject>;
  version: Generated<number>;
  created_at: Generated<Date>;
  modified_at: Generated<Date>;
}

interface GroupMemberRow {
  organization_id: string;
  group_id: string;
  user_id: string;
}

interface DepartmentRow {
  organization_id: string;
  id: string;
  code: string;
  name: string;
  description: Generated<string>;
  parent_id: string | null;
  position: number;
  created_at: Generated<Date>;
}

interface JobTitleRow {
  organization_id: string;
  id: string;
  code: string;
  name: string;
  description: Generated<string>;
  position: number;
  created_at: Generated<Date>;
}

interface UserDepartmentRow {
  organization_id: string;
  department_id: string;
  user_id: string;
  job_title_id: string | null;
  position: Generated<number>;
}

interface ResourceCountRow {
  organization_id: string;
  resource_type: string;
  shard: number;
  total: string;
  changes: Generated<string>;
}

interface CustomDefinitionsRow {
  organization_id: string;
  definitions: Json<JsonObject>;
}

interface CustomResourceRow {
  organization_id: string;
  id: string;
  resource_type: string;
  external_id: string | null;
  resource: Json<JsonObject>;
  search: Json<JsonObject>;
  version: Generated<number>;
  created_at: Generated<Date>;
  modified_at: Generated<Date>;
}

interface UniqueValueRow {
  organization_id: string;
  resource_type: string;
  path: string;
  digest: Buffer;
  resource_id: string;
}

interface ChangeRow {
  xid: GeneratedAlways<string>;
  seq: GeneratedAlways<string>;
  organization_id: string;
  at: Generated<Date>;
  actor: Json<JsonObject>;
  resource_type: string;
  resource_id: string;
  operation: 'create' | 'update' | 'delete';
  /** Of the created user, or what changed (see `attributesOf`). */
  attributes: Json<JsonObject | { readonly path: string; readonly before?: JsonValue; readonly after?: JsonValue }[]>;
}

interface ChangeFollowerRow {
  name: string;
  xid: string;
  seq: string;
}

interface ServiceSeatsRow {
  organization_id: string;
  code: string;
  id: string;
  seats: number | null;
  /** The organization took it from its list. */
  removed: Generated<boolean>;
}

interface ServiceCountRow {
  organization_id: string;
  code: string;
  shard: number;
  taken: number;
  users: number;
}

interface UserJobRow {
  organization_id: string;
  id: string;
  kind: 'bulk' | 'import';
  actor: Json<JsonObject>;
  request: Json<JsonObject>;
  input: Buffer | null;
  state: Generated<'waiting' | 'running' | 'finished' | 'cancelled' | 'failed'>;
  cancel_asked: Generated<boolean>;
  position: string | null;
  total: number;
  done: Generated<number>;
  created: Generated<number>;
  changed: Generated<number>;
  unchanged: Generated<number>;
  failed: Generated<number>;
  created_at: Generated<Date>;
  finished_at: Date | null;
  lease_owner: string | null;
  lease_until: Date | null;
  attempts: Generated<number>;
}

interface UserJobFailureRow {
  organization_id: string;
  job_id: string;
  number: number;
  line: number | null;
  user_id: string | null;
  login_name: string | null;
  code: string;
  values: Json<JsonObject>;
  reason: string;
}

export interface DirectoryTables {
  organizations: OrganizationRow;
  users: UserRow;
  user_states: UserStateRow;
  user_jobs: UserJobRow;
  user_job_failures: UserJobFailureRow;
  groups: GroupRow;
  group_members: GroupMemberRow;
  departments: DepartmentRow;
  job_titles: JobTitleRow;
  service_counts: ServiceCountRow;
  service_seats: ServiceSeatsRow;
  user_departments: UserDepartmentRow;
  resource_counts: ResourceCountRow;
  custom_definitions: CustomDefinitionsRow;
  custom_resources: CustomResourceRow;
  unique_values: UniqueValueRow;
  changes: ChangeRow;
  change_followers: ChangeFollowerRow;
}
