import type { JsonObject } from '@lockstep/scim';
import type { OrganizationTypes } from '../../../directory/custom-types/compile-types.ts';
import type { LinkCause, Ruling, Via } from '../../../directory/links/link.ts';
import type { CreateUser } from '../../../directory/users/user-write.ts';
import { agreeWhole, type Understanding } from '../../../directory/services/services.ts';
import { acceptAttributes } from '../../../inbound/accept-attributes.ts';
import { checkFieldLimits } from '../../../inbound/check-field-limits.ts';
import { linkRules } from '../../../inbound/link-rules.ts';
import type { Connection } from '../../../inbound/connection-rows.ts';
import type { ScimContext } from '../scim-context.ts';
import type { Creation } from './resource-store.ts';

/** How users are kept: the organization's types, and attributes as they may be stored under an id. */
export interface Keeping {
  readonly types: OrganizationTypes;
  /** The codes of the organization's services. */
  readonly codes: readonly string[];
  readonly storable: (resourceId: string, before: JsonObject, after: JsonObject) => JsonObject;
}

/** The connection that a request comes through, its rules, and what the ledger will say of the request. */
export function viaOf(
  { actor, client, dialect, caller: { connection } }: ScimContext,
  request: LinkCause['request'],
  storable: Keeping['storable'],
): Via & Required<Pick<Via, 'adopt'>> {
  const { rule, adopt } = linkRules(connection);
  const stored = (id: string, before: JsonObject, { resource, ...rest }: Ruling): Ruling => ({
    resource: storable(id, before, resource),
    ...rest,
  });
  return {
    connectionId: connection.id,
    cause: { request, actor, client },
    ...(connection.policy.seats === 'dropped'
      ? { leaveOut: (service) => dialect.note?.({ name: 'serviceWithoutSeat', path: service }) }
      : {}),
    rule: (user, wanted) => stored(user.id, user.resource, rule(user, wanted)),
    adopt: (user, wanted) => {
      const ruling = adopt(user, wanted);
      return ruling === undefined ? undefined : stored(user.id, user.resource, ruling);
    },
  };
}

/** How what a connection sends of available services is understood. */
export function understandingOf({ policy }: Connection, codes: readonly string[]): Understanding {
  return { codes, refusesUnknown: policy.services === 'accepted' };
}

/** The creation of a user, which may turn out to be somebody who was there before. */
export function orderCreation(context: ScimContext, creation: Creation, keeping: Keeping): CreateUser {
  const { id } = creation;
  const { organization, actor, caller } = context;
  const { types, codes, storable } = keeping;
  const attributes = agreeWhole({}, creation.attributes, understandingOf(caller.connection, codes));
  const via = viaOf(context, 'create', storable);
  const { policy } = caller.connection;
  const accepted = checkFieldLimits(policy, {}, acceptAttributes(policy, {}, attributes));
  const resource = storable(id, {}, accepted);
  // secrets are digested under the id of who is written, so not those of `resource`
  const adopt: Via['adopt'] = (user) => via.adopt(user, attributes);
  return { kind: 'create', organizationId: organization.id, id, actor, resource, types, via: { ...via, adopt } };
}

/** The same for users who are created together: they refer to each other by the ids that they will have. */
export function orderInCircle(context: ScimContext, creation: Creation, keeping: Keeping): CreateUser {
  const { adopt: _never, ...via } = viaOf(context, 'create', keeping.storable);
  return { ...orderCreation(context, creation, keeping), via };
}
