import type { ApiToken as ApiTokenView, Connection as ConnectionView, routes } from '@lockstep/admin-api';
import type { Connection } from '../../inbound/connection-rows.ts';
import { setPropagation } from '../../inbound/connections.ts';
import { previewPropagation } from '../../inbound/ledger/preview.ts';
import { changeToken, createToken, deleteToken, listTokens, type ApiToken } from '../../inbound/tokens.ts';
import { normalizeNetwork } from '../../network/networks.ts';
import { bearerState } from '../../storage/bearer-row.ts';
import { hostScimPath, hostUrl } from '../organization-host.ts';
import { scimPath } from '../scim/scim-path.ts';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { expiryOf } from './expiry.ts';
import { notFound, ProblemError } from './problem-error.ts';
import { readConnection } from './read-connection.ts';

function presentConnection({ services, organization }: OrganizationContext, connection: Connection): ConnectionView {
  const { slug, name, preset, propagation, refusedWhileOff, lastRequestAt } = connection;
  const own = hostUrl(services, organization.slug);
  return {
    slug,
    name,
    preset,
    endpoint: services.publicUrl() + scimPath(organization.slug),
    ...(own === undefined ? {} : { hostEndpoint: own + hostScimPath }),
    propagation,
    refusedWhileOff,
    ...(lastRequestAt === undefined ? {} : { lastRequestAt: lastRequestAt.toISOString() }),
  };
}

function presentToken(token: ApiToken, now: Date): ApiTokenView {
  const { createdAt, expiresAt, lastUsedAt, networks, ...rest } = token;
  return {
    ...rest,
    networks: [...networks],
    state: bearerState(token, now),
    createdAt: createdAt.toISOString(),
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt: lastUsedAt.toISOString() }),
  };
}

/** Networks as they are stored; 400 names the one that is none. */
function readNetworks(texts: readonly string[]): string[] {
  return texts.map((text, index) => {
    const network = normalizeNetwork(text);
    if (network !== undefined) return network;
    const message = `${JSON.stringify(text)} is neither an IP address nor a network such as 192.0.2.0/24.`;
    throw new ProblemError('invalid_request', message, { issues: [{ path: `networks.${index}`, message }] });
  });
}

const get: Handler<typeof routes.getConnection> = async ({ params }, context) =>
  presentConnection(context, await readConnection(context, params.connection));

const setSwitch: Handler<typeof routes.setPropagation> = async ({ params, body }, context) => {
  const connection = await readConnection(context, params.connection);
  const { services, caller } = context;
  const changed = await setPropagation(services.database, connection, body, caller.actor);
  services.callerCache.clear();
  return presentConnection(context, changed);
};

const preview: Handler<typeof routes.previewPropagation> = async ({ params }, context) =>
  previewPropagation(context.services.database.db, await readConnection(context, params.connection));

const list: Handler<typeof routes.listApiTokens> = async ({ params }, context) => {
  const connection = await readConnection(context, params.connection);
  const tokens = await listTokens(context.services.database.db, connection);
  return { tokens: tokens.map((token) => presentToken(token, context.services.now())) };
};

const create: Handler<typeof routes.createApiToken> = async ({ params, body }, context) => {
  const { services, organization, caller } = context;
  const connection = await readConnection(context, params.connection);
  const expiresAt = expiryOf(body.validity, services.now());
  const { token, apiToken } = await createToken(
    services.database,
    connection,
    { notes: body.notes, networks: readNetworks(body.networks), ...(expiresAt === undefined ? {} : { expiresAt }) },
    caller.actor,
  );
  return {
    id: apiToken.id,
    token,
    endpoint: services.publicUrl() + scimPath(organization.slug),
    notes: apiToken.notes,
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }),
  };
};

const change: Handler<typeof routes.changeApiToken> = async ({ params, body }, context) => {
  const { services, caller } = context;
  const connection = await readConnection(context, params.connection);
  const networks = body.networks === undefined ? undefined : readNetworks(body.networks);
  const wanted = { ...body, id: params.token, networks };
  const token = await changeToken(services.database, connection, wanted, caller.actor);
  services.callerCache.clear();
  if (token === undefined) throw notFound('API token');
  return presentToken(token, services.now());
};

const remove: Handler<typeof routes.deleteApiToken> = async ({ params }, context) => {
  const { services, caller } = context;
  const connection = await readConnection(context, params.connection);
  const outcome = await deleteToken(services.database, connection, params.token, caller.actor);
  services.callerCache.clear();
  if (outcome === 'unknown') throw notFound('API token');
  if (outcome === 'not-disabled') {
    throw new ProblemError(
      'token_not_disabled',
      'Disable the token first: then you see whether anything still uses it.',
    );
  }
};

export const connectionHandlers = {
  getConnection: get,
  previewPropagation: preview,
  setPropagation: setSwitch,
  listApiTokens: list,
  createApiToken: create,
  changeApiToken: change,
  deleteApiToken: remove,
};
