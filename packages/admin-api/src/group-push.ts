import { z } from 'zod';
import { appUserErrorSchema, syncStateSchema } from './application.ts';
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

/** What becomes of the application's group. */
export const targetGroupSchema = z.enum(['leave', 'delete']);

/** Where the application has a group of that name already: link it, or make a task of it. */
export const existingGroupSchema = z.enum(['link', 'task']);

/** How a rule compares names: without regard to case, but for `matches`, a regular expression for the whole name. */
export const ruleOperatorSchema = z.enum(['starts-with', 'contains', 'ends-with', 'matches']);

export const pushedGroupSchema = z.object({
  groupId: z.string(),
  displayName: z.string(),
  /** The directory has it no more. */
  deleted: z.boolean(),
  /** Absent: chosen by name. */
  ruleId: z.string().optional(),
  /** False: paused. */
  active: z.boolean(),
  /** Being unlinked. */
  ending: targetGroupSchema.optional(),
  syncState: syncStateSchema,
  /** The application's id of it. */
  remoteId: z.string().optional(),
  /** The name that the application is known to hold; absent while that is not known. */
  remoteName: z.string().optional(),
  /** Members at the application. */
  members: z.int(),
  /** Members whom the application refused to add or to remove; the rest went through. */
  refused: z.int(),
  /** When something was last sent. */
  pushedAt: instantSchema.optional(),
  nextAttemptAt: instantSchema.optional(),
  error: appUserErrorSchema.extend({ kind: z.string() }).optional(),
});
export type PushedGroup = z.infer<typeof pushedGroupSchema>;

export const refusedMemberSchema = z.object({
  remoteId: z.string(),
  userId: z.string().optional(),
  loginName: z.string().optional(),
  displayName: z.string().optional(),
  was: z.enum(['added', 'removed']),
  message: z.string(),
  status: z.int().optional(),
  at: instantSchema,
});
export type RefusedMember = z.infer<typeof refusedMemberSchema>;

export const pushRuleSchema = z.object({
  id: z.string(),
  operator: ruleOperatorSchema,
  pattern: z.string(),
  existing: existingGroupSchema,
  createdAt: instantSchema,
  /** Groups that it chose. */
  groups: z.int(),
});
export type PushRule = z.infer<typeof pushRuleSchema>;

export const applicationGroupSchema = z.object({
  remoteId: z.string(),
  displayName: z.string(),
  /** The name of the pushed group that is linked to it. */
  linkedTo: z.string().optional(),
});
export type ApplicationGroup = z.infer<typeof applicationGroupSchema>;

const params = organizationParams.extend({ application: slugSchema });
const groupParams = params.extend({ group: z.string().min(1).max(128) });
const path = '/organizations/:org/applications/:application';
const nameRule = { operator: ruleOperatorSchema, pattern: z.string().min(1).max(500) };

export const groupPushRoutes = {
  /** Ordered by name. */
  listPushedGroups: defineRoute({
    id: 'listPushedGroups',
    method: 'GET',
    path: `${path}/pushed-groups`,
    summary: 'Pushed groups and where each stands',
    access: 'organization',
    params,
    query: pageQuerySchema.extend({
      search: z.string().max(256).optional(),
      syncState: syncStateSchema.optional(),
    }),
    body: noBody,
    status: 200,
    response: z.object({ groups: z.array(pushedGroupSchema), next: z.string().optional() }),
  }),
  /**
   * Groups chosen by name. `remoteId` links one group to that of the application, whose name and members become those
   * of the directory's. 409 `group_linked_already`.
   */
  pushGroups: defineRoute({
    id: 'pushGroups',
    method: 'POST',
    path: `${path}/pushed-groups`,
    summary: 'Push groups',
    access: 'organization',
    params,
    query: noQuery,
    body: z
      .strictObject({
        groups: z.array(z.string().min(1).max(128)).min(1).max(1000),
        existing: existingGroupSchema,
        remoteId: z.string().min(1).max(1024).optional(),
      })
      .refine(({ groups, remoteId }) => remoteId === undefined || groups.length === 1, {
        path: ['remoteId'],
        error: 'A group of the application is linked to one group only.',
      }),
    status: 200,
    response: z.object({ pushed: z.int() }),
  }),
  /** Pushes now, one group or all, and trusts nothing that is believed of the application's groups. */
  pushNow: defineRoute({
    id: 'pushNow',
    method: 'POST',
    path: `${path}/push-now`,
    summary: 'Push now',
    access: 'organization',
    params,
    query: noQuery,
    body: z.strictObject({ group: z.string().min(1).max(128).optional() }),
    status: 200,
    response: z.object({ pushed: z.int() }),
  }),
  setPushActive: defineRoute({
    id: 'setPushActive',
    method: 'PATCH',
    path: `${path}/pushed-groups/:group`,
    summary: 'Pause the push of a group, or go on with it',
    access: 'organization',
    params: groupParams,
    query: noQuery,
    body: z.strictObject({ active: z.boolean() }),
    status: 204,
    response: noContent,
  }),
  /** 409 `pushed_by_rule`: the rule would push it again. */
  unlinkGroup: defineRoute({
    id: 'unlinkGroup',
    method: 'POST',
    path: `${path}/pushed-groups/:group/unlink`,
    summary: 'Stop pushing a group; that of the application stays as it is, or is deleted',
    access: 'organization',
    params: groupParams,
    query: noQuery,
    body: z.strictObject({ targetGroup: targetGroupSchema }),
    status: 204,
    response: noContent,
  }),
  /** A hundred of them at most. */
  listRefusedMembers: defineRoute({
    id: 'listRefusedMembers',
    method: 'GET',
    path: `${path}/pushed-groups/:group/refused`,
    summary: 'Members whom the application refused',
    access: 'organization',
    params: groupParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({ members: z.array(refusedMemberSchema) }),
  }),
  listPushRules: defineRoute({
    id: 'listPushRules',
    method: 'GET',
    path: `${path}/push-rules`,
    summary: 'Rules that choose groups to push',
    access: 'organization',
    params,
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({ rules: z.array(pushRuleSchema) }),
  }),
  /** Every group whose name the rule fits is pushed, present and future. 409 `limit_reached` beyond 100 rules. */
  createPushRule: defineRoute({
    id: 'createPushRule',
    method: 'POST',
    path: `${path}/push-rules`,
    summary: 'Push groups by a rule',
    access: 'organization',
    params,
    query: noQuery,
    body: z.strictObject({ ...nameRule, existing: existingGroupSchema }),
    status: 201,
    response: z.object({ id: z.string() }),
  }),
  /** Nothing is saved. */
  previewPushRule: defineRoute({
    id: 'previewPushRule',
    method: 'POST',
    path: `${path}/push-rules/preview`,
    summary: 'Which groups a rule would choose',
    access: 'organization',
    params,
    query: noQuery,
    body: z.strictObject(nameRule),
    status: 200,
    response: z.object({ total: z.int(), examples: z.array(z.string()) }),
  }),
  deletePushRule: defineRoute({
    id: 'deletePushRule',
    method: 'DELETE',
    path: `${path}/push-rules/:rule`,
    summary: 'Remove a rule and unlink its groups; those of the application stay as they are, or are deleted',
    access: 'organization',
    params: params.extend({ rule: z.string().min(1).max(128) }),
    query: z.object({ targetGroups: targetGroupSchema }),
    body: noBody,
    status: 204,
    response: noContent,
  }),
  /** Asks the application, for 2,000 at most; `problem` says why it did not tell. */
  listApplicationGroups: defineRoute({
    id: 'listApplicationGroups',
    method: 'POST',
    path: `${path}/application-groups`,
    summary: 'Ask the application which groups it has',
    access: 'organization',
    params,
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({
      groups: z.array(applicationGroupSchema),
      total: z.int(),
      problem: z.string().optional(),
    }),
  }),
} as const;
