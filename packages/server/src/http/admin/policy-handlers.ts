import type { Policy as PolicyView, routes } from '@lockstep/admin-api';
import { changePolicy } from '../../inbound/change-policy.ts';
import type { Connection } from '../../inbound/connection-rows.ts';
import { dialectOptionNames } from '../../inbound/dialect-options.ts';
import { ruleNames } from '../../inbound/policy.ts';
import type { Handler } from './bind-route.ts';
import { readConnection } from './read-connection.ts';

function present({ preset, overrides, policy: { tolerances, ...rules } }: Connection): PolicyView {
  return {
    preset,
    rules,
    tolerances,
    overridden: {
      rules: ruleNames.filter((name) => overrides.rules?.[name] !== undefined),
      tolerances: dialectOptionNames.filter((name) => overrides.tolerances?.[name] !== undefined),
    },
  };
}

const get: Handler<typeof routes.getPolicy> = async ({ params }, context) =>
  present(await readConnection(context, params.connection));

const change: Handler<typeof routes.changePolicy> = async ({ params, body }, context) => {
  const { services, caller } = context;
  const connection = await readConnection(context, params.connection);
  const changed = await changePolicy(services.database, connection, body, caller.actor);
  services.callerCache.clear();
  return present(changed);
};

export const policyHandlers = { getPolicy: get, changePolicy: change };
