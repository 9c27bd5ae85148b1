import {
  defineSchema,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type SchemaDefinition,
} from '@lockstep/scim';

/** The services of cybozu.com that a user can be given, by the codes of its User API, in the console's order. */
export const serviceCodes = ['kintone', 'garoon', 'office', 'mailwise', 'secure_access'] as const;
export type ServiceCode = (typeof serviceCodes)[number];

/** Their names as `/Services` of the SCIM endpoint says them. */
export const serviceNames: Readonly<Record<ServiceCode, string>> = {
  kintone: 'Kintone',
  garoon: 'Garoon',
  office: 'Office',
  mailwise: 'Mailwise',
  secure_access: 'Secure Access',
};

export function isServiceCode(text: string): text is ServiceCode {
  return (serviceCodes as readonly string[]).includes(text);
}

/**
 * Our extension of the SCIM User: which services of cybozu.com a user may use, as a list and as one boolean for each, for
 * identity providers whose mappings cannot write lists (Microsoft Entra ID). An unknown service is refused.
 */
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
    ...serviceCodes.map((code) => ({
      name: code,
      type: 'boolean' as const,
      description: `Whether the user may use ${serviceNames[code]}`,
    })),
  ],
});

/** The `type` of an entitlement (RFC 7643 §4.1.2) that stands for a service: the resource type of `/Services`. */
export const serviceEntitlement = 'Service';

function isOfService(entitlement: JsonValue): entitlement is JsonObject {
  if (!isJsonObject(entitlement)) return false;
  const { type } = entitlement;
  return typeof type === 'string' && type.toLowerCase() === serviceEntitlement.toLowerCase();
}

function entitlementsOf(resource: JsonObject): readonly JsonValue[] {
  const entitlements = resource['entitlements'];
  return isJsonArray(entitlements) ? entitlements : [];
}

function extensionOf(resource: JsonObject): JsonObject {
  const extension = resource[servicesSchema.id];
  return isJsonObject(extension) ? extension : {};
}

/** *Available services*: the services that a user may use, each once, in the console's order. */
export function availableServicesOf(resource: JsonObject): ServiceCode[] {
  const held = extensionOf(resource)['availableServices'];
  return isJsonArray(held) ? serviceCodes.filter((code) => held.includes(code)) : [];
}

/** What one of the forms says: services that the user may use; undefined where the form is not there at all. */
type Statement = readonly ServiceCode[] | undefined;

function byBooleans(resource: JsonObject): Statement {
  const extension = extensionOf(resource);
  if (!serviceCodes.some((code) => typeof extension[code] === 'boolean')) return undefined;
  return serviceCodes.filter((code) => extension[code] === true);
}

function byEntitlements(resource: JsonObject): Statement {
  const found = entitlementsOf(resource).filter(isOfService);
  return found.length === 0 ? undefined : serviceCodes.filter((code) => found.some(({ value }) => value === code));
}

function byList(resource: JsonObject): Statement {
  return extensionOf(resource)['availableServices'] === undefined ? undefined : availableServicesOf(resource);
}

function agrees(statement: Statement, services: readonly ServiceCode[]): boolean {
  const said = statement ?? [];
  return said.length === services.length && said.every((code) => services.includes(code));
}

function isUnknown({ value }: JsonObject): boolean {
  return typeof value !== 'string' || !isServiceCode(value);
}

/** An entitlement of a service that there is not; undefined where there is none such. */
export function unknownEntitlementOf(resource: JsonObject): JsonValue | undefined {
  const unknown = entitlementsOf(resource).filter(isOfService).find(isUnknown);
  return unknown === undefined ? undefined : (unknown['value'] ?? null);
}

/**
 * The attributes with these services and no others, in all three forms; the same object where they have just these.
 * Entitlements of services that there are not are taken away, unless somebody is yet to refuse them.
 */
export function withAvailableServices(
  resource: JsonObject,
  services: readonly ServiceCode[],
  keepsUnknown = false,
): JsonObject {
  const wanted = serviceCodes.filter((code) => services.includes(code));
  if (
    (keepsUnknown || unknownEntitlementOf(resource) === undefined) &&
    [byList(resource), byBooleans(resource), byEntitlements(resource)].every((form) => agrees(form, wanted))
  )
    return resource;
  const { [servicesSchema.id]: former, entitlements: _entitlements, ...others } = resource;
  const said = isJsonObject(former) ? former : {};
  // a boolean that says no is kept as it was said
  const denied = serviceCodes.filter((code) => said[code] === false && !wanted.includes(code));
  const extension: JsonObject = {
    ...(wanted.length === 0 ? {} : { availableServices: wanted }),
    ...Object.fromEntries(wanted.map((code) => [code, true])),
    ...Object.fromEntries(denied.map((code) => [code, false])),
  };
  const held = entitlementsOf(resource);
  const kept = held.filter(
    (one) => !isOfService(one) || wanted.some((code) => one['value'] === code) || (keepsUnknown && isUnknown(one)),
  );
  const missing = wanted.filter((code) => !kept.some((one) => isOfService(one) && one['value'] === code));
  const entitlements = [...kept, ...missing.map((code) => ({ value: code, type: serviceEntitlement }))];
  return {
    ...others,
    ...(entitlements.length === 0 ? {} : { entitlements }),
    ...(Object.keys(extension).length === 0 ? {} : { [servicesSchema.id]: extension }),
  };
}

/**
 * What the forms come to together: whoever was given a service by one of them has it, whoever was taken one by one of them
 * has it not. That is no contradiction, since before all of them said the same.
 */
function moved(before: readonly ServiceCode[], forms: readonly (readonly ServiceCode[])[]): ServiceCode[] {
  return serviceCodes.filter((code) =>
    before.includes(code) ? forms.every((form) => form.includes(code)) : forms.some((form) => form.includes(code)),
  );
}

/** The attributes after a PATCH, with the three forms agreeing: a form that is gone was taken away. */
export function agreePatched(before: JsonObject, after: JsonObject): JsonObject {
  if (after === before) return before;
  const forms = [byList(after), byBooleans(after), byEntitlements(after)].map((form) => form ?? []);
  return withAvailableServices(after, moved(availableServicesOf(before), forms), true);
}

/**
 * The attributes of a whole resource that was sent, with the three forms agreeing: a form that is left out says nothing
 * as long as another one is there, and neither does a boolean that is left out beside the list or entitlements.
 */
export function agreeWhole(before: JsonObject, sent: JsonObject): JsonObject {
  if (sent === before) return before;
  const held = availableServicesOf(before);
  const lists = [byList(sent), byEntitlements(sent)].flatMap((form) => (form === undefined ? [] : [form]));
  const extension = extensionOf(sent);
  const booleans = serviceCodes.filter((code) =>
    extension[code] === undefined && lists.length > 0 ? held.includes(code) : extension[code] === true,
  );
  return withAvailableServices(sent, moved(held, [...lists, booleans]), true);
}
