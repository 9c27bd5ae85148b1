import { z } from 'zod';

/** The stable codes of the admin API's problems; the console translates them, so a code never changes its meaning. */
export const problemCodes = [
  'invalid_request',
  'invalid_csv',
  'not_signed_in',
  'wrong_sign_in',
  'code_needed',
  'wrong_secret',
  'forbidden',
  'scope_missing',
  'address_not_allowed',
  'would_lock_out',
  'last_administrator',
  'sign_in_first',
  'account_exists',
  'access_ended',
  'not_found',
  'login_name_taken',
  'slug_taken',
  'request_not_kept',
  'code_taken',
  'group_name_taken',
  'no_seat',
  'department_cycle',
  'department_not_empty',
  'limit_reached',
  'schema_in_use',
  'service_in_use',
  'values_exist',
  'values_conflict',
  'link_action_unsuitable',
  'managed_by_identity_provider',
  'idempotency_key_reused',
  'request_running',
  'token_not_disabled',
  'api_key_not_disabled',
  'credentials_missing',
  'integration_off',
  'not_offered',
  'template_id_taken',
  'template_in_use',
  'already_assigned',
  'assigned_by_group',
  'no_group_assignment',
  'group_linked_already',
  'pushed_by_rule',
  'changed_meanwhile',
  'body_too_large',
  'unsupported_media_type',
  'too_many_requests',
  'storage_unavailable',
  'internal',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** One field that is wrong: `path` as in the request body (`emails.0.value`), `message` in English. */
export const fieldIssueSchema = z.object({ path: z.string(), message: z.string() });
export type FieldIssue = z.infer<typeof fieldIssueSchema>;

/** An RFC 9457 problem document, `application/problem+json`. `correlationId` finds the failure in the server's log. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(problemCodes),
  detail: z.string(),
  correlationId: z.string(),
  issues: z.array(fieldIssueSchema).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
