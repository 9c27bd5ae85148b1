import { defineResourceType, defineSchema, type JsonObject, type ResourceTypeDefinition } from '@lockstep/scim';
import type { FastifyRequest } from 'fastify';
import { serviceEntitlement, serviceNameOf, type Service } from '../../directory/services/services.ts';

/** What Okta's entitlement discovery knows a catalogue by, without any definition of its own (its SCIM guide). */
const entitlementSchema = defineSchema({
  id: 'urn:okta:scim:schemas:core:1.0:Entitlement',
  name: 'Entitlement',
  description: 'Something that users can be entitled to',
  attributes: [
    { name: 'type', description: 'The resource type', mutability: 'readOnly' },
    { name: 'displayName', description: 'The name', mutability: 'readOnly' },
  ],
});

/** The services as a catalogue to be read: an entitlement of this type gives a user one of them. */
export const serviceResourceType: ResourceTypeDefinition = defineResourceType({
  name: serviceEntitlement,
  endpoint: '/Services',
  description: 'Services that users can be given as entitlements',
  schema: entitlementSchema,
});

/** Whether a connection has the services at all: none where its rules pass available services over. */
export function provisionsServices({ scim }: FastifyRequest): boolean {
  return scim.caller.connection.policy.services === 'accepted';
}

/** Whole, before any projection. */
type ServiceResource = JsonObject & { readonly id: string };

function toResource(service: Service, baseUrl: string): ServiceResource {
  const { code } = service;
  return {
    schemas: [entitlementSchema.id],
    id: code,
    type: serviceEntitlement,
    displayName: serviceNameOf(service),
    meta: { resourceType: serviceEntitlement, location: `${baseUrl}/Services/${code}` },
  };
}

/** All services of the organization as resources; none for a connection that does not have them. */
export function serviceResources(request: FastifyRequest): readonly ServiceResource[] {
  if (!provisionsServices(request)) return [];
  const { stores, baseUrl } = request.scim;
  return stores.services.map((service) => toResource(service, baseUrl));
}
