import { z } from 'zod';
import { instantSchema, noBody, noQuery, organizationParams, pageQuerySchema, slugSchema } from './common.ts';
import { applyOnSchema, mappingSourceSchema, userNameFormatSchema } from './mapping.ts';
import { defineRoute } from './route.ts';

/** What an account holds may be of any length. */
const heldValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()]);

/** How far the last force sync has come: of `total` people some wait to be compared; the others had a result. */
export const forceSyncSchema = z.object({
  state: z.enum(['running', 'finished']),
  startedAt: instantSchema,
  total: z.int(),
  waiting: z.int(),
  /** The account was what it should be: nothing was sent. */
  same: z.int(),
  sent: z.int(),
  /** A switch keeps back what differs. */
  held: z.int(),
  failed: z.int(),
});
export type ForceSync = z.infer<typeof forceSyncSchema>;

/**
 * What would be sent for a person. `check`: what the account holds is not known, so it is read first, and only what
 * differs is sent. A `create` looks for the account first, and links the one that it finds.
 */
export const sendKindSchema = z.enum(['create', 'update', 'deactivate', 'reactivate', 'delete', 'check', 'nothing']);
export type SendKind = z.infer<typeof sendKindSchema>;

export const restartPreviewSchema = z.object({
  counts: z.record(sendKindSchema, z.int()),
  /** There are more people than were looked at. */
  atLeast: z.boolean(),
  /** Pushed groups that wait. */
  groups: z.int(),
});
export type RestartPreview = z.infer<typeof restartPreviewSchema>;

const switchNames = ['createUsers', 'updateUserAttributes', 'deactivateUsers'] as const;

export const restartPersonSchema = z.object({
  userId: z.string(),
  loginName: z.string(),
  displayName: z.string(),
  kind: sendKindSchema,
  reason: z.enum([
    'assigned',
    'values-differ',
    'active-again',
    'ended',
    'account-unknown',
    'switch-off',
    'value-missing',
    'login-name',
    'not-offered',
    'same',
  ]),
  /** What ended the account. */
  endedBy: z.enum(['unassign', 'deactivate', 'suspend', 'delete']).exactOptional(),
  /** The switch that is off. */
  heldBy: z.enum(switchNames).exactOptional(),
  /** In plain words, where a value cannot be made or is refused. */
  message: z.string().exactOptional(),
  /** Attributes by their target: absent `before` or `after` is no value. */
  changes: z
    .array(z.object({ target: z.string(), before: heldValue.exactOptional(), after: heldValue.exactOptional() }))
    .readonly(),
});
export type RestartPerson = z.infer<typeof restartPersonSchema>;

/** What gave an attribute its desired value; `none`: it is not mapped (any more), and left as it is. */
export const valueSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('status') }),
  z.object({ kind: z.literal('username-format'), format: userNameFormatSchema }),
  z.object({ kind: z.literal('personal') }),
  z.object({ kind: z.literal('group'), group: z.object({ id: z.string(), displayName: z.string() }) }),
  z.object({
    kind: z.literal('mapping'),
    mapping: mappingSourceSchema,
    applyOn: applyOnSchema,
    /** The template's own mapping, unchanged. */
    ofTemplate: z.boolean(),
  }),
  z.object({ kind: z.literal('none') }),
]);
export type ValueSource = z.infer<typeof valueSourceSchema>;

/** Desired and last applied values of one person's account; absent is no value. */
export const appUserProfileSchema = z.object({
  userId: z.string(),
  displayName: z.string(),
  loginName: z.string(),
  /** Whether the person is to have an active account. */
  wanted: z.boolean(),
  /** Whether it is known what was last applied. */
  appliedKnown: z.boolean(),
  remoteId: z.string().exactOptional(),
  appliedAt: instantSchema.exactOptional(),
  attributes: z
    .array(
      z.object({
        target: z.string(),
        label: z.string().exactOptional(),
        desired: heldValue.exactOptional(),
        applied: heldValue.exactOptional(),
        source: valueSourceSchema,
        /** Why there is no desired value although there should be. */
        reason: z.string().exactOptional(),
      }),
    )
    .readonly(),
});
export type AppUserProfile = z.infer<typeof appUserProfileSchema>;

/** What the account holds at the application just now. */
export const actualProfileSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), remoteId: z.string(), values: z.record(z.string(), heldValue) }),
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('failed'), message: z.string(), status: z.int().exactOptional() }),
]);
export type ActualProfile = z.infer<typeof actualProfileSchema>;

const params = organizationParams.extend({ application: slugSchema });
const userParams = params.extend({ user: z.string().min(1).max(128) });
const path = '/organizations/:org/applications/:application';
const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .optional();
/** To App switches as they will be; those absent are as they are. */
const switchQuery = z.object({ createUsers: flag, updateUserAttributes: flag, deactivateUsers: flag });

export const appSyncRoutes = {
  /** Under the switches as always; where nothing differs only reads are sent. 409 `integration_off`. */
  startForceSync: defineRoute({
    id: 'startForceSync',
    method: 'POST',
    path: `${path}/force-sync`,
    summary: 'Force Sync: compare every assigned person with the application, and send what differs',
    access: 'organization',
    params,
    query: noQuery,
    body: noBody,
    status: 200,
    response: forceSyncSchema,
  }),
  getForceSync: defineRoute({
    id: 'getForceSync',
    method: 'GET',
    path: `${path}/force-sync`,
    summary: 'How far the last Force Sync has come',
    access: 'organization',
    params,
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({ forceSync: forceSyncSchema.exactOptional() }),
  }),
  /** Computed from what is known here; nothing is sent. */
  previewRestart: defineRoute({
    id: 'previewRestart',
    method: 'GET',
    path: `${path}/restart-preview`,
    summary: 'What will be sent once API integration is on, counted by kind',
    access: 'organization',
    params,
    query: switchQuery,
    body: noBody,
    status: 200,
    response: restartPreviewSchema,
  }),
  /** Ordered by login name; without `kind` everybody for whom something is sent. A page may be shorter than asked for. */
  listRestartPreview: defineRoute({
    id: 'listRestartPreview',
    method: 'GET',
    path: `${path}/restart-preview/users`,
    summary: 'For whom something will be sent once API integration is on, what, and why',
    access: 'organization',
    params,
    query: pageQuerySchema.extend({ ...switchQuery.shape, kind: sendKindSchema.optional() }),
    body: noBody,
    status: 200,
    response: z.object({ people: z.array(restartPersonSchema).readonly(), next: z.string().exactOptional() }),
  }),
  getAppUserProfile: defineRoute({
    id: 'getAppUserProfile',
    method: 'GET',
    path: `${path}/users/:user/profile`,
    summary: 'Desired and last applied values of one person, with the rule behind each',
    access: 'organization',
    params: userParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: appUserProfileSchema,
  }),
  /** Asks the application then and there, also while API integration is off. That it fails is an answer, not an error. */
  readAppUser: defineRoute({
    id: 'readAppUser',
    method: 'GET',
    path: `${path}/users/:user/actual`,
    summary: 'What the account of one person holds at the application just now',
    access: 'organization',
    params: userParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: actualProfileSchema,
  }),
} as const;
