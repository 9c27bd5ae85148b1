import { z } from 'zod';
import { noBody, noContent, noQuery, organizationParams, slugSchema } from './common.ts';
import { defineRoute } from './route.ts';

/** The data types of attributes, in Okta's words. */
export const attributeTypeSchema = z.enum(['string', 'integer', 'number', 'boolean', 'string-array']);
export type AttributeType = z.infer<typeof attributeTypeSchema>;

/** Once, as the account is made, or whenever the value changes. */
export const applyOnSchema = z.enum(['create', 'create-and-update']);
export type ApplyOn = z.infer<typeof applyOnSchema>;

const targetSchema = z.string().min(1).max(256);
const valueSchema = z.union([
  z.string().max(1000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(1000)).max(100).readonly(),
]);
export const expressionSchema = z.string().max(10_000);

/** An attribute of the application's profile, known by its path in the application's user. */
export const appAttributeSchema = z.strictObject({
  target: targetSchema,
  label: z.string().trim().min(1).max(100).exactOptional(),
  type: attributeTypeSchema,
  required: z.boolean(),
  scope: z.enum(['personal', 'group']),
  /** Elements that a list is known to take. */
  values: z.array(z.string().max(256)).max(200).readonly().exactOptional(),
  /** Elements that were deleted from the list: they are never sent. */
  withheld: z.array(z.string().max(256)).max(200).readonly().exactOptional(),
});
export type AppAttribute = z.infer<typeof appAttributeSchema>;

export const mappingSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('attribute'), attribute: targetSchema }),
  z.strictObject({ kind: z.literal('constant'), value: valueSchema }),
  z.strictObject({ kind: z.literal('expression'), expression: expressionSchema }),
]);
export type MappingSource = z.infer<typeof mappingSourceSchema>;

export const attributeMappingSchema = z.strictObject({
  target: targetSchema,
  source: mappingSourceSchema,
  applyOn: applyOnSchema,
});
export type AttributeMapping = z.infer<typeof attributeMappingSchema>;

export const userNameFormatSchema = z.enum([
  'okta-username',
  'okta-username-prefix',
  'email',
  'email-prefix',
  'custom',
  'none',
]);
export type UserNameFormat = z.infer<typeof userNameFormatSchema>;

export const userNameSettingsSchema = z.strictObject({
  format: userNameFormatSchema,
  expression: expressionSchema.exactOptional(),
  applyOn: applyOnSchema,
});
export type UserNameSettings = z.infer<typeof userNameSettingsSchema>;

/** Attribute list, mappings and login name of an application. An attribute without a mapping is not sent. */
export const profileSettingsSchema = z.strictObject({
  attributes: z.array(appAttributeSchema).max(200).readonly(),
  mappings: z.array(attributeMappingSchema).max(200).readonly(),
  userName: userNameSettingsSchema,
});
export type ProfileSettings = z.infer<typeof profileSettingsSchema>;

/** `version` counts up with each change; a change names the one that it was made from. */
export const savedProfileSettingsSchema = z.object({
  settings: profileSettingsSchema,
  version: z.int(),
});

/** How many people's values would change. `atLeast`: there are more people than were looked at. */
export const affectedSchema = z.object({ count: z.int(), atLeast: z.boolean() });
export type Affected = z.infer<typeof affectedSchema>;

/** What is wrong in an expression and where: UTF-16 offsets, `end` exclusive. `fault` is stable; `names` what it names. */
export const expressionFaultSchema = z.object({
  fault: z.string(),
  message: z.string(),
  start: z.int(),
  end: z.int(),
  names: z.record(z.string(), z.string()),
});
export type ExpressionFault = z.infer<typeof expressionFaultSchema>;

/** Arrays may hold arrays; a schema that refers to itself has no place in the description of the API. */
const anyValue = z.union([
  z.null(),
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.unknown()),
]) as unknown as z.ZodType<ExpressionValue>;
export type ExpressionValue = null | string | number | boolean | readonly ExpressionValue[];

/** One part of an expression with the value that it had. */
export const expressionStepSchema = z.object({ start: z.int(), end: z.int(), depth: z.int(), value: anyValue });
export type ExpressionStep = z.infer<typeof expressionStepSchema>;

/** `value` is absent without a user, and where there are faults. */
const expressionNoteSchema = z.object({
  /** Why the call has nothing to find: no Active Directory and no Workday are connected, no assistants are kept. */
  note: z.enum(['no-directory', 'no-workday', 'no-assistants']),
  name: z.string(),
  start: z.int(),
  end: z.int(),
});
export type ExpressionNote = z.infer<typeof expressionNoteSchema>;

export const evaluationSchema = z.object({
  faults: z.array(expressionFaultSchema).readonly(),
  value: anyValue.exactOptional(),
  steps: z.array(expressionStepSchema).readonly(),
  /** Attributes of the user that it reads, as written. */
  reads: z.array(z.string()).readonly(),
  /** Calls that always give false or null, since there is nothing to find. */
  notes: z.array(expressionNoteSchema).readonly(),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

/** One value of a person's desired profile, and what it comes from: absent for the login name of the assignment. */
export const previewedValueSchema = z.object({
  target: z.string(),
  value: valueSchema.exactOptional(),
  source: mappingSourceSchema.exactOptional(),
  applyOn: applyOnSchema,
  /** Why there is no value although there should be. */
  reason: z.string().exactOptional(),
});
export type PreviewedValue = z.infer<typeof previewedValueSchema>;

export const previewSchema = z.object({
  userName: z.object({
    value: z.string().exactOptional(),
    reason: z.string().exactOptional(),
    fromAssignment: z.boolean(),
  }),
  values: z.array(previewedValueSchema).readonly(),
});
export type Preview = z.infer<typeof previewSchema>;

/** What expressions may name, for completion. */
export const expressionReferenceSchema = z.object({
  attributes: z.array(z.object({ name: z.string(), type: attributeTypeSchema, source: z.string() })).readonly(),
  functions: z
    .array(
      z.object({ name: z.string(), signature: z.string(), summary: z.string(), call: z.string(), gives: z.string() }),
    )
    .readonly(),
  /** The applications by the name that expressions have for them, with the attributes of their accounts; at most 100. */
  applications: z
    .array(
      z.object({
        reference: z.string(),
        slug: z.string(),
        name: z.string(),
        attributes: z.array(z.object({ name: z.string(), type: attributeTypeSchema })).readonly(),
      }),
    )
    .readonly(),
});
export type ExpressionReference = z.infer<typeof expressionReferenceSchema>;

const params = organizationParams.extend({ application: slugSchema });
const path = '/organizations/:org/applications/:application';
const userId = z.string().min(1).max(128);

export const mappingRoutes = {
  getProfileSettings: defineRoute({
    id: 'getProfileSettings',
    method: 'GET',
    path: `${path}/profile-settings`,
    summary: 'Attribute list, mappings and username format of an application',
    access: 'organization',
    params,
    query: noQuery,
    body: noBody,
    status: 200,
    response: savedProfileSettingsSchema,
  }),
  /** 400 with the faults by field; 409 `changed_meanwhile` when `version` is not the saved one. */
  saveProfileSettings: defineRoute({
    id: 'saveProfileSettings',
    method: 'PUT',
    path: `${path}/profile-settings`,
    summary:
      'Change attribute list, mappings and username format; exactly the people whose values change are looked at again',
    access: 'organization',
    params,
    query: noQuery,
    body: z.strictObject({ settings: profileSettingsSchema, version: z.int() }),
    status: 200,
    response: savedProfileSettingsSchema.extend({ affected: z.int() }),
  }),
  /** Looks at a bounded number of people. 400 with the faults by field. */
  countAffected: defineRoute({
    id: 'countAffected',
    method: 'POST',
    path: `${path}/profile-settings/affected`,
    summary: 'For how many people the settings would change a value',
    access: 'organization',
    params,
    query: noQuery,
    body: z.strictObject({ settings: profileSettingsSchema }),
    status: 200,
    response: affectedSchema,
  }),
  /** With the saved settings where none are given. */
  previewProfile: defineRoute({
    id: 'previewProfile',
    method: 'POST',
    path: `${path}/profile-settings/preview`,
    summary: 'What the settings give for one person, with the rule and source of each value',
    access: 'organization',
    scope: 'applications:read',
    params,
    query: noQuery,
    body: z.strictObject({ user: userId, settings: profileSettingsSchema.exactOptional() }),
    status: 200,
    response: previewSchema,
  }),
  /** A faulty expression is an answer, not an error. `userName`: the expression of a username format. */
  evaluateExpression: defineRoute({
    id: 'evaluateExpression',
    method: 'POST',
    path: `${path}/expressions`,
    summary: 'Check an expression, and evaluate it for one person with every step',
    access: 'organization',
    params,
    query: noQuery,
    body: z.strictObject({
      expression: expressionSchema,
      type: attributeTypeSchema.optional(),
      use: z.enum(['attribute', 'userName']),
      user: userId.optional(),
      /** With the saved settings where none are given: what appuser holds. */
      settings: profileSettingsSchema.optional(),
    }),
    status: 200,
    response: evaluationSchema,
  }),
  getExpressionReference: defineRoute({
    id: 'getExpressionReference',
    method: 'GET',
    path: '/organizations/:org/expression-reference',
    summary: 'The attributes and functions of expressions',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: expressionReferenceSchema,
  }),
  /** From the application's /Schemas where it answers with them, else from the template. Nothing is saved. */
  discoverAttributes: defineRoute({
    id: 'discoverAttributes',
    method: 'POST',
    path: `${path}/discover-attributes`,
    summary: 'Ask the application which attributes its users have',
    access: 'organization',
    params,
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({
      from: z.enum(['application', 'template']),
      attributes: z.array(appAttributeSchema).readonly(),
      /** Why the application could not say. */
      problem: z.string().exactOptional(),
    }),
  }),
  /** Null: the username format makes it again. 404 for somebody who is not assigned. */
  setAssignedLoginName: defineRoute({
    id: 'setAssignedLoginName',
    method: 'PUT',
    path: `${path}/users/:user/login-name`,
    summary: 'Set the login name that one person has at the application',
    access: 'organization',
    params: params.extend({ user: userId }),
    query: noQuery,
    body: z.strictObject({ loginName: z.string().trim().min(1).max(256).nullable() }),
    status: 204,
    response: noContent,
  }),
} as const;
