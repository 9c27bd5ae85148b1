import { z } from 'zod';
import { instantSchema, noBody, noQuery, pageQuerySchema } from './common.ts';
import { connectionParams, connectionPath } from './connection-path.ts';
import { defineRoute } from './route.ts';

/** How a user stands to a connection. */
export const linkStates = ['linked', 'tombstoned', 'conflict', 'unlinked'] as const;
export type LinkState = (typeof linkStates)[number];

/** Who brought a link into its state. `actor.request` is the recorded exchange, `client` its User-Agent. */
export const linkCauseSchema = z.object({
  request: z.enum(['create', 'replace', 'patch', 'delete', 'restore', 'relink', 'forget', 'approve', 'discard']),
  actor: z.object({
    kind: z.string(),
    name: z.string(),
    address: z.string().optional(),
    request: z.string().optional(),
  }),
  client: z.string().optional(),
});
export type LinkCause = z.infer<typeof linkCauseSchema>;

/** One user of the ledger. `since` and `cause` are absent where nothing ever tied the user to the connection. */
export const linkSchema = z.object({
  userId: z.string(),
  loginName: z.string(),
  displayName: z.string(),
  active: z.boolean(),
  state: z.enum(linkStates),
  since: instantSchema.optional(),
  cause: linkCauseSchema.optional(),
  /** The login name that the identity provider wants, where that waits for approval. */
  heldLoginName: z.string().optional(),
});
export type Link = z.infer<typeof linkSchema>;

/**
 * `restore` brings a tombstoned user back; `allow_again` lets the identity provider create it anew; `relink` ties an
 * existing user to the connection; `forget` unties a user, who stays.
 */
export const linkActions = [
  'restore',
  'allow_again',
  'relink',
  'forget',
  'approve_login_name',
  'discard_login_name',
] as const;
export type LinkAction = (typeof linkActions)[number];

const linkParams = connectionParams.extend({ user: z.string().min(1).max(64) });

export const linkRoutes = {
  /** By login name. `search` looks in login name and display name; `held`: login names that wait for approval. */
  listLinks: defineRoute({
    id: 'listLinks',
    method: 'GET',
    path: `${connectionPath}/links`,
    summary: 'The link ledger: every user and how it stands to the connection',
    access: 'organization',
    params: connectionParams,
    query: pageQuerySchema.extend({
      search: z.string().max(256).optional(),
      state: z.enum([...linkStates, 'held']).optional(),
    }),
    body: noBody,
    status: 200,
    response: z.object({ links: z.array(linkSchema), total: z.int(), next: z.string().optional() }),
  }),
  /** Answers the link as it is then; absent when nothing is left of it. 409 `link_action_unsuitable`, `login_name_taken`. */
  actOnLink: defineRoute({
    id: 'actOnLink',
    method: 'POST',
    path: `${connectionPath}/links/:user/actions`,
    summary: 'Restore, allow again, relink or forget a user of the link ledger, or settle a held login name',
    access: 'organization',
    params: linkParams,
    query: noQuery,
    body: z.strictObject({ action: z.enum(linkActions) }),
    status: 200,
    response: z.object({ link: linkSchema.optional() }),
  }),
} as const;
