import { z } from 'zod';
import { idSchema, nameSchema } from './coded.ts';
import { noBody, noContent, noQuery, organizationParams } from './common.ts';
import { expressionFaultSchema, expressionSchema } from './mapping.ts';
import { defineRoute } from './route.ts';

const personSchema = z.object({ id: z.string(), loginName: z.string(), displayName: z.string() });

/** A rule that makes people members of groups: those for whom the expression gives true. */
export const groupRuleSchema = z.object({
  id: z.string(),
  name: z.string(),
  expression: z.string(),
  /** Inactive: nobody is looked at, and memberships stay as they are. */
  active: z.boolean(),
  groups: z.array(z.object({ id: z.string(), displayName: z.string() })),
  /** People whom the rule leaves alone. */
  except: z.array(personSchema),
  /** People who are members by the rule. */
  members: z.int(),
});
export type GroupRule = z.infer<typeof groupRuleSchema>;

/** Whom an expression chooses; `complete` is false where the directory is too large to look at everybody. */
export const groupRulePreviewSchema = z.object({
  faults: z.array(expressionFaultSchema).readonly(),
  matching: z.int(),
  looked: z.int(),
  complete: z.boolean(),
  examples: z.array(personSchema).readonly(),
});
export type GroupRulePreview = z.infer<typeof groupRulePreviewSchema>;

const params = organizationParams.extend({ rule: idSchema });
const path = '/organizations/:org/group-rules';
const groups = z.array(idSchema).min(1).max(50);
const except = z.array(idSchema).max(500);
const expression = expressionSchema.min(1);

export const groupRuleRoutes = {
  /** `waiting`: people whom the active rules have yet to look at. */
  listGroupRules: defineRoute({
    id: 'listGroupRules',
    method: 'GET',
    path,
    summary: 'Group rules, the oldest first',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({ rules: z.array(groupRuleSchema), waiting: z.int() }),
  }),
  /**
   * It is inactive at first. 400 for what is wrong with the expression and for groups and users that do not exist; 409
   * `managed_by_identity_provider` for a group whose members an identity provider sets, `limit_reached`.
   */
  createGroupRule: defineRoute({
    id: 'createGroupRule',
    method: 'POST',
    path,
    summary: 'Add a group rule',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: z.strictObject({ name: nameSchema, expression, groups, except: except.default([]) }),
    status: 201,
    response: groupRuleSchema,
  }),
  /** Refused as a creation is. Where the rule is active afterwards, everybody is looked at again. */
  updateGroupRule: defineRoute({
    id: 'updateGroupRule',
    method: 'PATCH',
    path: `${path}/:rule`,
    summary: 'Change, activate or deactivate a group rule',
    access: 'organization',
    params,
    query: noQuery,
    body: z.strictObject({
      name: nameSchema.exactOptional(),
      expression: expression.exactOptional(),
      groups: groups.exactOptional(),
      except: except.exactOptional(),
      active: z.boolean().exactOptional(),
    }),
    status: 200,
    response: groupRuleSchema,
  }),
  /** Who is a member by this rule alone stays one, or leaves. */
  deleteGroupRule: defineRoute({
    id: 'deleteGroupRule',
    method: 'DELETE',
    path: `${path}/:rule`,
    summary: 'Delete a group rule',
    access: 'organization',
    params,
    query: z.object({ members: z.enum(['keep', 'remove']).default('keep') }),
    body: noBody,
    status: 204,
    response: noContent,
  }),
  previewGroupRule: defineRoute({
    id: 'previewGroupRule',
    method: 'POST',
    path: `${path}/preview`,
    summary: 'Whom an expression would choose',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: z.strictObject({ expression: expressionSchema, except: except.default([]) }),
    status: 200,
    response: groupRulePreviewSchema,
  }),
} as const;
