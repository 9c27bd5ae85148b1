import type { FieldIssue, IpRestrictions, routes } from '@lockstep/admin-api';
import { setIpRestrictions } from '../../access/ip-restrictions.ts';
import { isInNetworks, normalizeNetwork } from '../../network/networks.ts';
import type { Handler } from './bind-route.ts';
import { isOperator } from './enter-organization.ts';
import { ProblemError } from './problem-error.ts';

/** The networks as they are stored, each once; 400 that names every one that is none. */
function readNetworks(lists: Pick<IpRestrictions, 'console' | 'scim'>): Pick<IpRestrictions, 'console' | 'scim'> {
  const issues: FieldIssue[] = [];
  const read = (name: 'console' | 'scim'): string[] => {
    const networks = lists[name].map((text, index) => {
      const network = normalizeNetwork(text);
      if (network === undefined) {
        issues.push({
          path: `${name}.${index}`,
          code: 'not_a_network',
          values: { text },
          message: `${JSON.stringify(text)} is no network: write 192.0.2.0/24, 2001:db8::/32 or one address.`,
        });
      }
      return network ?? '';
    });
    return [...new Set(networks)];
  };
  const networks = { console: read('console'), scim: read('scim') };
  const [first] = issues;
  if (first !== undefined) throw new ProblemError('invalid_request', first.message, { issues });
  return networks;
}

const get: Handler<typeof routes.getIpRestrictions> = async (_input, { organization, request }) => ({
  console: [...organization.consoleNetworks],
  scim: [...organization.scimNetworks],
  yourAddress: request.ip,
});

const set: Handler<typeof routes.setIpRestrictions> = async ({ body }, context) => {
  const { services, organization, caller, request } = context;
  const networks = readNetworks(body);
  const locksOut = networks.console.length > 0 && !isInNetworks(request.ip, networks.console);
  if (locksOut && !isOperator(caller)) {
    throw new ProblemError(
      'would_lock_out',
      `You come from ${request.ip}, which none of the networks allows: you could not undo this. Add a network with your address.`,
    );
  }
  await setIpRestrictions(services.database, organization.id, networks, caller.actor);
  services.callerCache.clear();
  return { ...networks, yourAddress: request.ip };
};

export const ipRestrictionHandlers = { getIpRestrictions: get, setIpRestrictions: set };
