import type { FieldIssue, ProblemCode } from '@lockstep/admin-api';

const statuses: { readonly [K in ProblemCode]: number } = {
  invalid_request: 400,
  invalid_csv: 400,
  not_signed_in: 401,
  wrong_sign_in: 401,
  code_needed: 401,
  wrong_secret: 400,
  forbidden: 403,
  scope_missing: 403,
  address_not_allowed: 403,
  would_lock_out: 409,
  last_administrator: 409,
  sign_in_first: 409,
  account_exists: 409,
  access_ended: 403,
  not_found: 404,
  login_name_taken: 409,
  slug_taken: 409,
  request_not_kept: 409,
  code_taken: 409,
  group_name_taken: 409,
  no_seat: 409,
  department_cycle: 409,
  department_not_empty: 409,
  limit_reached: 409,
  schema_in_use: 409,
  service_in_use: 409,
  values_exist: 409,
  values_conflict: 409,
  value_taken: 409,
  link_action_unsuitable: 409,
  managed_by_identity_provider: 409,
  idempotency_key_reused: 422,
  request_running: 409,
  token_not_disabled: 409,
  api_key_not_disabled: 409,
  credentials_missing: 409,
  integration_off: 409,
  not_offered: 409,
  template_id_taken: 409,
  template_in_use: 409,
  already_assigned: 409,
  assigned_by_group: 409,
  no_group_assignment: 409,
  group_linked_already: 409,
  pushed_by_rule: 409,
  changed_meanwhile: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  storage_unavailable: 503,
  internal: 500,
};

/** A refusal of the admin API. `message` is for people: what happened and what to do. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly issues: readonly FieldIssue[];
  /** Whole seconds, for 429. */
  readonly retryAfter: number | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    more: { readonly issues?: readonly FieldIssue[]; readonly retryAfter?: number } = {},
  ) {
    super(detail);
    this.name = 'ProblemError';
    this.code = code;
    this.status = statuses[code];
    this.issues = more.issues ?? [];
    this.retryAfter = more.retryAfter;
  }
}

/** The same words for what does not exist and for what the caller may not see. */
export function notFound(what: string): ProblemError {
  return new ProblemError('not_found', `There is no such ${what}.`);
}
