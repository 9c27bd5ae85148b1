import { z } from 'zod';
import {
  instantSchema,
  noBody,
  noContent,
  noQuery,
  organizationParams,
  pageQuerySchema,
  slugSchema,
} from './common.ts';
import { defineRoute } from './route.ts';

/** Okta's words for one (application, user) pair; see the glossary. */
export const appUserStatusSchema = z.enum(['STAGED', 'PROVISIONED', 'DEPROVISIONED']);
export const syncStateSchema = z.enum(['DISABLED', 'OUT_OF_SYNC', 'SYNCING', 'SYNCHRONIZED', 'ERROR']);

/** How requests look on the wire: as Lockstep's own, or as an identity provider's. */
export const clientProfileSchema = z.enum(['native', 'okta', 'okta-wizard', 'entra', 'entra-compliant']);

/** A header that carries a token, and no other that a request is made of. */
export const credentialHeaderSchema = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,64}$/)
  .regex(/^(?!(?:host|connection|transfer-encoding|te|upgrade|expect|trailer|(?:content|accept|if)-.*|accept)$)/i, {
    error: 'This header belongs to the request itself.',
  });

/** How requests are authenticated, without what is secret of it. */
export const credentialSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bearer') }),
  /** The API token as the whole value of a header of its own (RFC 9110 §5.1). */
  z.strictObject({ kind: z.literal('header'), header: credentialHeaderSchema }),
  z.strictObject({ kind: z.literal('basic'), userName: z.string().min(1).max(256) }),
  /** OAuth 2.0 client credentials (RFC 6749 §4.4). */
  z.strictObject({
    kind: z.literal('oauth-client'),
    tokenUrl: z.url({ protocol: /^https?$/ }).max(2048),
    clientId: z.string().min(1).max(256),
    scope: z.string().min(1).max(1024).optional(),
  }),
]);
export type CredentialSettings = z.infer<typeof credentialSchema>;

const pem = z.string().min(1).max(65_536).nullable().optional();

/** PEM text; `null` takes away. The key is write-only. */
const tlsSchema = z.strictObject({ caCertificate: pem, clientCertificate: pem, clientKey: pem });

/** Counts of pairs. `assigned` is all of them that should be active at the target; the rest split all pairs by state. */
export const progressSchema = z.object({
  assigned: z.int(),
  total: z.int(),
  synchronized: z.int(),
  waiting: z.int(),
  failed: z.int(),
  lastAppliedAt: instantSchema.optional(),
});
export type Progress = z.infer<typeof progressSchema>;

/** What becomes of an account that is not to be active any more; `delete-later` deactivates it until then. */
const endingSchema = z.enum(['deactivate', 'delete', 'delete-later', 'nothing']);
export type Ending = z.infer<typeof endingSchema>;
const endEventSchema = z.enum(['unassign', 'deactivate', 'suspend', 'delete']);

/** What happens at the target on each event; `deleteAfterDays` is of `delete-later`. */
const lifecycleSchema = z.strictObject({
  unassign: endingSchema,
  deactivate: endingSchema,
  suspend: endingSchema,
  delete: endingSchema,
  deleteAfterDays: z.int().min(1).max(3650),
});
export type Lifecycle = z.infer<typeof lifecycleSchema>;

/** What an application may offer or not; see docs/templates.md. */
export const templateFeatureSchema = z.enum([
  'create-users',
  'update-user-attributes',
  'deactivate-users',
  'reactivate-users',
  'delete-users',
  'groups',
  'rename-groups',
  'import-users',
]);
export type TemplateFeature = z.infer<typeof templateFeatureSchema>;

/** What a template says of every application made from it: nothing of it is sent, whatever the settings say. */
const templateLimitsSchema = z.object({
  /** Its name. */
  template: z.string(),
  /** What it is known not to offer: it cannot be turned on (409 `not_offered`). */
  lacks: z.array(templateFeatureSchema).readonly(),
  loginNameImmutable: z.boolean(),
  /** A deleted account is never made again by itself. */
  tombstones: z.boolean(),
  /** There is no inactive state: to deactivate is to delete. */
  deactivationDeletes: z.boolean(),
});

export const applicationSchema = z.object({
  /** What entries of the audit log name it by. */
  id: z.uuid(),
  slug: slugSchema,
  name: z.string(),
  template: z.string(),
  baseUrl: z.string(),
  clientProfile: clientProfileSchema,
  /** At most; absent: the server's limits. */
  requestsPerSecond: z.int().optional(),
  concurrency: z.int().optional(),
  credential: credentialSchema,
  credentialSet: z.boolean(),
  /** Whether certificates of its own are used. */
  tls: z.object({ caCertificate: z.boolean(), clientCertificate: z.boolean() }),
  apiIntegration: z.boolean(),
  createUsers: z.boolean(),
  updateUserAttributes: z.boolean(),
  deactivateUsers: z.boolean(),
  lifecycle: lifecycleSchema,
  pushGroups: z.boolean(),
  limits: templateLimitsSchema,
  createdAt: instantSchema,
  progress: progressSchema,
  /** Nothing is sent before `until`: the target refuses everything or cannot be reached. */
  pause: z.object({ message: z.string(), status: z.int().optional(), until: instantSchema }).optional(),
});
export type Application = z.infer<typeof applicationSchema>;

/** What went wrong at the target, in plain words; `status` is the HTTP status where there was an answer. */
export const appUserErrorSchema = z.object({
  /** As that of a task, for translations. */
  kind: z.string(),
  message: z.string(),
  status: z.int().optional(),
  at: instantSchema,
});

export const appUserSchema = z.object({
  userId: z.string(),
  /** In the directory. */
  loginName: z.string(),
  /** The login name that the assignment sets, in place of the username format. */
  assignedLoginName: z.string().optional(),
  /** The account's, or the one that it is to be made with; absent where there is neither. */
  accountLoginName: z.string().optional(),
  displayName: z.string(),
  assigned: z.boolean(),
  /** What assigns the person; absent where nothing does (any more). */
  source: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('personal') }),
      z.object({ kind: z.literal('group'), group: z.object({ id: z.string(), displayName: z.string() }) }),
    ])
    .optional(),
  /** Why the account is not to be active, what becomes of it, and from when on it is to be deleted. */
  end: z.object({ by: endEventSchema, ending: endingSchema, deleteAt: instantSchema.optional() }).optional(),
  status: appUserStatusSchema,
  syncState: syncStateSchema,
  remoteId: z.string().optional(),
  attempts: z.int(),
  nextAttemptAt: instantSchema.optional(),
  appliedAt: instantSchema.optional(),
  error: appUserErrorSchema.optional(),
});
export type AppUser = z.infer<typeof appUserSchema>;

/** The outcome of *Test API credentials*: `title` and `hint` in plain words, and what was really exchanged. */
export const credentialTestSchema = z.object({
  ok: z.boolean(),
  finding: z.enum([
    'ok',
    'redirect',
    'oauth',
    'ip-restriction',
    'web-page',
    'not-a-list',
    'unauthorized',
    'forbidden',
    'not-found',
    'throttled',
    'failing',
    'other-answer',
    'name-not-found',
    'refused',
    'tls',
    'timeout',
    'disconnected',
    'address-not-allowed',
    'other',
    'credentials-needed',
  ]),
  title: z.string(),
  hint: z.string().optional(),
  request: z.object({ method: z.string(), url: z.string() }),
  answer: z.object({ status: z.int(), contentType: z.string(), beginning: z.string() }).optional(),
});
export type CredentialTest = z.infer<typeof credentialTestSchema>;

const applicationParams = organizationParams.extend({ application: slugSchema });
const applicationPath = '/organizations/:org/applications/:application';
const settings = {
  baseUrl: z.url({ protocol: /^https?$/ }).max(2048),
  /** The API token, password or client secret: one line of visible text. */
  apiToken: z
    .string()
    .max(4096)
    .regex(/^[^\p{Cc}]+$/u),
  credential: credentialSchema,
  clientProfile: clientProfileSchema,
  apiIntegration: z.boolean(),
  createUsers: z.boolean(),
  updateUserAttributes: z.boolean(),
  deactivateUsers: z.boolean(),
  pushGroups: z.boolean(),
};

export const applicationRoutes = {
  listApplications: defineRoute({
    id: 'listApplications',
    method: 'GET',
    path: '/organizations/:org/applications',
    summary: 'Applications with their progress',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({ applications: z.array(applicationSchema) }),
  }),
  /**
   * The base URL as a whole, or the values of the template's fields. 400 by field; 409 `slug_taken`. Switches start off:
   * nothing is sent before somebody says so.
   */
  createApplication: defineRoute({
    id: 'createApplication',
    method: 'POST',
    path: '/organizations/:org/applications',
    summary: 'Add an application from the catalog',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: z.strictObject({
      template: z.string().min(1).max(63),
      name: z.string().trim().min(1).max(128),
      slug: slugSchema.optional(),
      baseUrl: settings.baseUrl.optional(),
      fields: z.record(z.string().max(32), z.string().max(2048)).optional(),
    }),
    status: 201,
    response: applicationSchema,
  }),
  getApplication: defineRoute({
    id: 'getApplication',
    method: 'GET',
    path: applicationPath,
    summary: 'One application with its progress',
    access: 'organization',
    params: applicationParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: applicationSchema,
  }),
  /**
   * `apiToken` is write-only. 409 `credentials_missing` when API integration is enabled without one, or when the saved
   * one would go to another server; 400 for certificates that are none.
   */
  updateApplication: defineRoute({
    id: 'updateApplication',
    method: 'PATCH',
    path: applicationPath,
    summary: 'Change settings, credentials and switches',
    access: 'organization',
    params: applicationParams,
    query: noQuery,
    body: z.strictObject({
      name: z.string().trim().min(1).max(128).optional(),
      baseUrl: settings.baseUrl.optional(),
      credential: settings.credential.optional(),
      apiToken: settings.apiToken.optional(),
      tls: tlsSchema.optional(),
      clientProfile: settings.clientProfile.optional(),
      /** `null`: the server's limits. Requests in a second of one server process, and people worked on at once. */
      requestsPerSecond: z.int().min(1).max(1000).nullable().optional(),
      concurrency: z.int().min(1).max(100).nullable().optional(),
      apiIntegration: settings.apiIntegration.optional(),
      createUsers: settings.createUsers.optional(),
      updateUserAttributes: settings.updateUserAttributes.optional(),
      deactivateUsers: settings.deactivateUsers.optional(),
      /** Holds for what happens from now on. */
      lifecycle: lifecycleSchema.partial().optional(),
      pushGroups: settings.pushGroups.optional(),
    }),
    status: 200,
    response: applicationSchema,
  }),
  deleteApplication: defineRoute({
    id: 'deleteApplication',
    method: 'DELETE',
    path: applicationPath,
    summary: 'Remove an application; the accounts at the target stay as they are',
    access: 'organization',
    params: applicationParams,
    query: noQuery,
    body: noBody,
    status: 204,
    response: noContent,
  }),
  /** Tests the values given, or the saved ones where absent. A failed test is an answer, not an error. */
  testCredentials: defineRoute({
    id: 'testCredentials',
    method: 'POST',
    path: `${applicationPath}/test-credentials`,
    summary: 'Test API credentials',
    access: 'organization',
    params: applicationParams,
    query: noQuery,
    body: z.strictObject({
      baseUrl: settings.baseUrl.optional(),
      credential: settings.credential.optional(),
      apiToken: settings.apiToken.optional(),
      clientProfile: settings.clientProfile.optional(),
    }),
    status: 200,
    response: credentialTestSchema,
  }),
  /** Ordered by login name. */
  listAppUsers: defineRoute({
    id: 'listAppUsers',
    method: 'GET',
    path: `${applicationPath}/users`,
    summary: 'People of an application and where each stands',
    access: 'organization',
    params: applicationParams,
    query: pageQuerySchema.extend({
      search: z.string().max(256).optional(),
      syncState: syncStateSchema.optional(),
      /** The id of one user. */
      user: z.uuid().optional(),
    }),
    body: noBody,
    status: 200,
    response: z.object({ users: z.array(appUserSchema), next: z.string().optional() }),
  }),
  /** Assigns the users named, or every active user of the directory. Those already assigned are left alone. */
  assignUsers: defineRoute({
    id: 'assignUsers',
    method: 'POST',
    path: `${applicationPath}/users`,
    summary: 'Assign people',
    access: 'organization',
    params: applicationParams,
    query: noQuery,
    body: z.union([
      z.strictObject({ users: z.array(z.string().min(1).max(128)).min(1).max(1000) }),
      z.strictObject({ everybody: z.literal(true) }),
    ]),
    status: 200,
    response: z.object({ assigned: z.int() }),
  }),
  /**
   * The application's option for it says what becomes of the account. Somebody who is in an assigned group stays
   * assigned; 409 `assigned_by_group` for somebody whom only a group assigns.
   */
  unassignUser: defineRoute({
    id: 'unassignUser',
    method: 'DELETE',
    path: `${applicationPath}/users/:user`,
    summary: 'Unassign one person',
    access: 'organization',
    params: applicationParams.extend({ user: z.string().min(1).max(128) }),
    query: noQuery,
    body: noBody,
    status: 204,
    response: noContent,
  }),
  retryAppUsers: defineRoute({
    id: 'retryAppUsers',
    method: 'POST',
    path: `${applicationPath}/retry`,
    summary: 'Try the failed people again now',
    access: 'organization',
    params: applicationParams,
    query: noQuery,
    body: z.strictObject({ users: z.array(z.string().min(1).max(128)).max(1000).optional() }),
    status: 200,
    response: z.object({ retried: z.int() }),
  }),
} as const;
