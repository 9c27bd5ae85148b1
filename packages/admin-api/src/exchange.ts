import { z } from 'zod';
import { auditEntrySchema } from './audit.ts';
import { instantSchema, noBody, noQuery, organizationParams, pageQuerySchema } from './common.ts';
import { toleranceNames } from './policy.ts';
import { defineRoute } from './route.ts';

/** How the identity provider behind a request was recognised. */
export const clientNameSchema = z.enum(['okta', 'entra', 'other']);
export type ClientName = z.infer<typeof clientNameSchema>;

/** The failures that there is advice for; the console has a text for each. */
export const hintNames = [
  'tokenMissing',
  'tokenDisabled',
  'tokenExpired',
  'tokenUnknown',
  'propagationOff',
  'addressRefused',
  'groupsNotProvisioned',
  'tombstoned',
  'loginNameTaken',
  'groupNameTaken',
  'loginNameKept',
  'rateLimit',
  'invalidJson',
  'invalidFilter',
  'tooMany',
  'invalidValue',
  'wrongAddress',
  'notFound',
  'changedMeanwhile',
  'tooLarge',
  'mediaType',
  'serverFailed',
] as const;
export type HintName = (typeof hintNames)[number];

/** One recorded SCIM request. `path` is below the endpoint, with the query; `durationMs` until the answer was out. */
export const exchangeSchema = z.object({
  id: z.string(),
  at: instantSchema,
  method: z.string(),
  path: z.string(),
  status: z.int(),
  scimType: z.string().optional(),
  detail: z.string().optional(),
  durationMs: z.number(),
  /** Absent where the request was refused before its token was known. */
  token: z.object({ id: z.string(), name: z.string() }).optional(),
  address: z.string(),
  client: clientNameSchema,
  userAgent: z.string(),
  /** Of the user that it is about, in lower case, where one can be told. */
  loginName: z.string().optional(),
  resourceId: z.string().optional(),
  toleranceCount: z.int(),
  hint: z.enum(hintNames).optional(),
});
export type Exchange = z.infer<typeof exchangeSchema>;

/**
 * One side of an exchange. `kept`: the body is here `whole`, `masked` (secrets replaced), `cut` at the limit, or
 * `withheld` (it names a secret and is too long or broken to be sure of the rest); `none` where there is no body or
 * bodies are not kept.
 */
export const messageSchema = z.object({
  headers: z.record(z.string(), z.string()),
  body: z.string().optional(),
  kept: z.enum(['whole', 'masked', 'cut', 'withheld', 'none']),
  /** Characters of what was sent. */
  length: z.int(),
});

/** A leniency that was used, and at which attribute; "" for the message as a whole. */
export const toleranceSchema = z.object({ name: z.enum([...toleranceNames, 'serviceWithoutSeat']), path: z.string() });

export const exchangeDetailSchema = exchangeSchema.extend({
  request: messageSchema,
  answer: messageSchema,
  tolerances: z.array(toleranceSchema),
  /** At most 200. */
  changes: z.array(auditEntrySchema),
});
export type ExchangeDetail = z.infer<typeof exchangeDetailSchema>;

/** An exchange as a file for a test: what was sent, what came back, and what it did. */
export const exchangeFixtureSchema = z.object({
  format: z.literal('lockstep-exchange-1'),
  at: instantSchema,
  client: clientNameSchema,
  request: z.object({
    method: z.string(),
    path: z.string(),
    headers: z.record(z.string(), z.string()),
    /** JSON where it is JSON, else text. */
    body: z.unknown().optional(),
  }),
  answer: z.object({ status: z.int(), headers: z.record(z.string(), z.string()), body: z.unknown().optional() }),
  tolerances: z.array(toleranceSchema),
  changes: z.array(auditEntrySchema.pick({ resourceType: true, operation: true, attributes: true })),
});
export type ExchangeFixture = z.infer<typeof exchangeFixtureSchema>;

const place = organizationParams.extend({ connection: z.string().min(1).max(63) });
const one = place.extend({ exchange: z.string().min(1).max(64) });
const path = '/organizations/:org/connections/:connection/exchanges';

export const exchangeRoutes = {
  /**
   * Newest first. `user` is a login name or the id of a resource; `status` a number, or `ok`, `refused` (4xx) or
   * `failed` (5xx). A page may be short, even empty, and still have a `next`: one request looks through 20,000.
   */
  listExchanges: defineRoute({
    id: 'listExchanges',
    method: 'GET',
    path,
    summary: 'Recorded SCIM requests of a connection',
    access: 'organization',
    params: place,
    query: pageQuerySchema.extend({
      user: z.string().max(256).optional(),
      status: z
        .string()
        .regex(/^(?:ok|refused|failed|[1-5]\d\d)$/)
        .optional(),
      token: z.string().max(64).optional(),
      client: clientNameSchema.optional(),
      from: instantSchema.optional(),
      to: instantSchema.optional(),
    }),
    body: noBody,
    status: 200,
    response: z.object({ exchanges: z.array(exchangeSchema), next: z.string().optional() }),
  }),
  getExchange: defineRoute({
    id: 'getExchange',
    method: 'GET',
    path: `${path}/:exchange`,
    summary: 'One recorded SCIM request with its answer and what it changed',
    access: 'organization',
    params: one,
    query: noQuery,
    body: noBody,
    status: 200,
    response: exchangeDetailSchema,
  }),
  getExchangeFixture: defineRoute({
    id: 'getExchangeFixture',
    method: 'GET',
    path: `${path}/:exchange/fixture`,
    summary: 'One recorded SCIM request as a file for a test',
    access: 'organization',
    params: one,
    query: noQuery,
    body: noBody,
    status: 200,
    response: exchangeFixtureSchema,
  }),
  /**
   * Sends a recorded request again as a dry run: it goes through everything that a request goes through now, and nothing
   * of it is kept. The answer is its record, with the changes that it would make. Secrets are masked in the record, so a
   * password is sent as its mask. 409 `request_not_kept` where the body was not kept whole.
   */
  replayExchange: defineRoute({
    id: 'replayExchange',
    method: 'POST',
    path: `${path}/:exchange/replay`,
    summary: 'What a recorded SCIM request would do now',
    access: 'organization',
    params: one,
    query: noQuery,
    body: noBody,
    status: 200,
    response: exchangeDetailSchema,
  }),
} as const;
