import type { Actor } from '../../changes/change.ts';
import type { Organization } from '../../directory/organizations/organizations.ts';
import type { InboundCaller } from '../../inbound/authenticate.ts';
import type { Dialect } from './dialect.ts';
import type { ScimLimits } from './limits.ts';
import type { ResourceStores } from './resources/stores.ts';

/** What the first steps find out about a SCIM request, for the steps after them. */
export interface ScimContext {
  readonly organization: Organization;
  readonly caller: InboundCaller;
  readonly actor: Actor;
  /** The User-Agent, as far as it is kept. */
  readonly client: string;
  readonly dialect: Dialect;
  readonly limits: ScimLimits;
  /** What the organization has at its endpoint. */
  readonly stores: ResourceStores;
  /** The endpoint's absolute address, without a trailing slash. */
  readonly baseUrl: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    scim: ScimContext;
  }
}
