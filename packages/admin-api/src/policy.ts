import { z } from 'zod';
import { connectionParams, connectionPath } from './connection-path.ts';
import { noBody, noQuery } from './common.ts';
import { presetSchema } from './preset.ts';
import { defineRoute } from './route.ts';

/** The choices of every rule of a connection; docs/policy.md says what each does. */
export const ruleChoices = {
  loginName: ['immutable', 'approval', 'allowed'],
  localLoginName: ['kept', 'allowed'],
  localEdits: ['allowed', 'refused'],
  deletedUsers: ['tombstone', 'free'],
  existingUsers: ['yes', 'by-id', 'ask', 'no'],
  attributes: ['document', 'all'],
  fieldLimits: ['cybozu', 'none'],
  services: ['accepted', 'ignored'],
  seats: ['refused', 'dropped'],
  groups: ['accepted', 'ignored', 'refused'],
  dialect: ['auto', 'strict'],
  patchAnswer: ['auto', 'resource', 'nothing'],
} as const;
export type RuleName = keyof typeof ruleChoices;

const ruleShape = {
  loginName: z.enum(ruleChoices.loginName),
  localLoginName: z.enum(ruleChoices.localLoginName),
  localEdits: z.enum(ruleChoices.localEdits),
  deletedUsers: z.enum(ruleChoices.deletedUsers),
  existingUsers: z.enum(ruleChoices.existingUsers),
  attributes: z.enum(ruleChoices.attributes),
  fieldLimits: z.enum(ruleChoices.fieldLimits),
  services: z.enum(ruleChoices.services),
  seats: z.enum(ruleChoices.seats),
  groups: z.enum(ruleChoices.groups),
  dialect: z.enum(ruleChoices.dialect),
  patchAnswer: z.enum(ruleChoices.patchAnswer),
};

/** Every leniency of the dialect by its name; docs/policy.md says what each accepts. */
export const toleranceNames = [
  'capitalizedOperation',
  'textBoolean',
  'numberForText',
  'pathlessOperation',
  'dottedKey',
  'urnKey',
  'removalByValue',
  'createOnNoMatch',
  'bareValue',
  'listMismatch',
  'wrappedValue',
  'emptyTextClears',
  'emptyElement',
  'jsonText',
  'legacyGroupSchema',
  'unknownSchema',
  'missingSchema',
  'unknownAttribute',
  'readOnlyAttribute',
  'password',
  'unqualifiedAttribute',
  'unquotedLiteral',
  'plusInAddress',
  'valuePathComparison',
  'tokenWithoutBearer',
  'unknownParameter',
  'softDeleteRename',
  'reactivation',
] as const;
export type ToleranceName = (typeof toleranceNames)[number];

/** The rules in force, and which of them differ from the preset, or from the dialect. */
export const policySchema = z.object({
  preset: presetSchema,
  rules: z.object(ruleShape),
  tolerances: z.record(z.enum(toleranceNames), z.boolean()),
  overridden: z.object({ rules: z.array(z.string()), tolerances: z.array(z.enum(toleranceNames)) }),
});
export type Policy = z.infer<typeof policySchema>;

/** `null` takes an override away. A preset begins anew: what was overridden before is so no longer. */
export const changePolicySchema = z.strictObject({
  preset: presetSchema.optional(),
  rules: z
    .strictObject({
      loginName: ruleShape.loginName.nullable().optional(),
      localLoginName: ruleShape.localLoginName.nullable().optional(),
      localEdits: ruleShape.localEdits.nullable().optional(),
      deletedUsers: ruleShape.deletedUsers.nullable().optional(),
      existingUsers: ruleShape.existingUsers.nullable().optional(),
      attributes: ruleShape.attributes.nullable().optional(),
      fieldLimits: ruleShape.fieldLimits.nullable().optional(),
      services: ruleShape.services.nullable().optional(),
      seats: ruleShape.seats.nullable().optional(),
      groups: ruleShape.groups.nullable().optional(),
      dialect: ruleShape.dialect.nullable().optional(),
      patchAnswer: ruleShape.patchAnswer.nullable().optional(),
    })
    .optional(),
  tolerances: z.partialRecord(z.enum(toleranceNames), z.boolean().nullable()).optional(),
});
export type ChangePolicy = z.input<typeof changePolicySchema>;

export const policyRoutes = {
  getPolicy: defineRoute({
    id: 'getPolicy',
    method: 'GET',
    path: `${connectionPath}/policy`,
    summary: 'The rules of a connection',
    access: 'organization',
    params: connectionParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: policySchema,
  }),
  /** Rules and tolerances that are absent stay as they are. */
  changePolicy: defineRoute({
    id: 'changePolicy',
    method: 'PATCH',
    path: `${connectionPath}/policy`,
    summary: 'Change the rules of a connection',
    access: 'organization',
    params: connectionParams,
    query: noQuery,
    body: changePolicySchema,
    status: 200,
    response: policySchema,
  }),
} as const;
