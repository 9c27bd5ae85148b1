import { defineSchema, isJsonArray, isJsonObject, type JsonObject, type SchemaDefinition } from '@lockstep/scim';

/** The services of cybozu.com that a user can be given, by the codes of its User API, in the console's order. */
export const serviceCodes = ['kintone', 'garoon', 'office', 'mailwise', 'secure_access'] as const;
export type ServiceCode = (typeof serviceCodes)[number];

export function isServiceCode(text: string): text is ServiceCode {
  return (serviceCodes as readonly string[]).includes(text);
}

/** Our extension of the SCIM User: which services of cybozu.com a user may use. An unknown service is refused. */
export const servicesSchema: SchemaDefinition = defineSchema({
  id: 'urn:lockstep:params:scim:schemas:extension:services:2.0:User',
  name: 'ServicesUser',
  description: 'Services of the user',
  attributes: [
    {
      name: 'availableServices',
      description: 'Codes of the services that the user may use',
      multiValued: true,
      caseExact: true,
      canonicalValues: serviceCodes,
      canonicalValuesOnly: true,
    },
  ],
});

/** *Available services*: the services that a user may use, each once, in the console's order. */
export function availableServicesOf(resource: JsonObject): ServiceCode[] {
  const extension = resource[servicesSchema.id];
  const held = isJsonObject(extension) ? extension['availableServices'] : undefined;
  return isJsonArray(held) ? serviceCodes.filter((code) => held.includes(code)) : [];
}

/** The attributes with these services and no others; the same object where they have just these. */
export function withAvailableServices(resource: JsonObject, services: readonly ServiceCode[]): JsonObject {
  const held = availableServicesOf(resource);
  if (serviceCodes.every((code) => services.includes(code) === held.includes(code))) return resource;
  const { [servicesSchema.id]: _former, ...others } = resource;
  if (services.length === 0) return others;
  return {
    ...others,
    [servicesSchema.id]: { availableServices: serviceCodes.filter((code) => services.includes(code)) },
  };
}
