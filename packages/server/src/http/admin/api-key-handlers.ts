import type { ApiKey as ApiKeyView, routes } from '@lockstep/admin-api';
import { createApiKey, deleteApiKey, listApiKeys, setApiKeyEnabled, type ApiKey } from '../../access/api-keys.ts';
import { covers } from '../../access/scopes.ts';
import { bearerState } from '../../storage/bearer-row.ts';
import type { Handler } from './bind-route.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { expiryOf } from './expiry.ts';
import { notFound, ProblemError } from './problem-error.ts';

function present(key: ApiKey, now: Date): ApiKeyView {
  const { createdAt, expiresAt, lastUsedAt, scopes, ...rest } = key;
  return {
    ...rest,
    scopes: [...scopes],
    state: bearerState(key, now),
    createdAt: createdAt.toISOString(),
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt: lastUsedAt.toISOString() }),
  };
}

const list: Handler<typeof routes.listApiKeys> = async ({ query }, { services, organization }) => {
  const after = decodeCursor(query.cursor);
  const keys = await listApiKeys(services.database.db, organization.id, { after, limit: query.limit + 1 });
  const page = keys.slice(0, query.limit);
  const last = keys.length > query.limit ? page.at(-1) : undefined;
  return {
    apiKeys: page.map((key) => present(key, services.now())),
    ...(last === undefined ? {} : { next: encodeCursor(last.id) }),
  };
};

const create: Handler<typeof routes.createApiKey> = async ({ body }, { services, organization, caller, granted }) => {
  const beyond = body.scopes.find((scope) => !covers(granted, scope));
  if (beyond !== undefined) {
    throw new ProblemError('scope_missing', `You cannot give the scope ${beyond}: you do not have it yourself.`);
  }
  const expiresAt = expiryOf(body.validity, services.now());
  const { key, apiKey } = await createApiKey(
    services.database,
    organization.id,
    {
      notes: body.notes,
      scopes: [...new Set(body.scopes)],
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(caller.administrator === undefined ? {} : { administratorId: caller.administrator.id }),
    },
    caller.actor,
  );
  return {
    id: apiKey.id,
    key,
    notes: apiKey.notes,
    scopes: [...apiKey.scopes],
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }),
  };
};

const setEnabled: Handler<typeof routes.setApiKeyEnabled> = async ({ params, body }, context) => {
  const { services, organization, caller } = context;
  const change = { id: params.key, enabled: body.enabled };
  const key = await setApiKeyEnabled(services.database, organization.id, change, caller.actor);
  if (key === undefined) throw notFound('API key');
  return present(key, services.now());
};

const remove: Handler<typeof routes.deleteApiKey> = async ({ params }, { services, organization, caller }) => {
  const outcome = await deleteApiKey(services.database, organization.id, params.key, caller.actor);
  if (outcome === 'unknown') throw notFound('API key');
  if (outcome === 'not-disabled') {
    throw new ProblemError(
      'api_key_not_disabled',
      'Disable the API key first: then you see whether anything still uses it.',
    );
  }
};

export const apiKeyHandlers = {
  listApiKeys: list,
  createApiKey: create,
  setApiKeyEnabled: setEnabled,
  deleteApiKey: remove,
};
