import {
  defineSchema,
  isJsonArray,
  isJsonObject,
  ScimError,
  type JsonObject,
  type JsonValue,
  type SchemaDefinition,
} from '@lockstep/scim';

const availableServices = 'availableServices';

/** A service that users can be given. `name` is absent where the default services keep their translated names. */
export interface Service {
  readonly code: string;
  readonly name?: string;
}

/** What every organization has that never changed its list: those of cybozu.com, by the codes of its User API. */
export const defaultServices: readonly Service[] = ['kintone', 'garoon', 'office', 'mailwise', 'secure_access'].map(
  (code) => ({ code }),
);

const defaultNames: Readonly<Record<string, string>> = {
  kintone: 'Kintone',
  garoon: 'Garoon',
  office: 'Office',
  mailwise: 'Mailwise',
  secure_access: 'Secure Access',
};

/** The name as the SCIM endpoint says it, in no particular language. */
export function serviceNameOf({ code, name }: Service): string {
  return name ?? defaultNames[code] ?? code;
}

/**
 * Our extension of the SCIM User for a list of services: which of them a user may use, as a list and as one boolean for
 * each, for identity providers whose mappings cannot write lists (Microsoft Entra ID). An unknown service is refused.
 */
export function servicesSchemaFor(services: readonly Service[]): SchemaDefinition {
  return defineSchema({
    id: 'urn:lockstep:params:scim:schemas:extension:services:2.0:User',
    name: 'ServicesUser',
    description: 'Services of the user',
    attributes: [
      {
        name: availableServices,
        description: 'Codes of the services that the user may use',
        multiValued: true,
        caseExact: true,
        canonicalValues: services.map(({ code }) => code),
        canonicalValuesOnly: true,
      },
      ...services.map((service) => ({
        name: service.code,
        type: 'boolean' as const,
        description: `Whether the user may use ${serviceNameOf(service)}`,
      })),
    ],
  });
}

/** The extension with the services that every organization starts with. */
export const servicesSchema: SchemaDefinition = servicesSchemaFor(defaultServices);

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

/** *Available services*: the codes of the services that a user may use, each once, as they were written. */
export function availableServicesOf(resource: JsonObject): string[] {
  const held = extensionOf(resource)[availableServices];
  return isJsonArray(held) ? [...new Set(held.filter((code) => typeof code === 'string'))] : [];
}

/** What one of the forms says: services that the user may use; undefined where the form is not there at all. */
type Statement = readonly string[] | undefined;

function byBooleans(resource: JsonObject): Statement {
  const said = Object.entries(extensionOf(resource)).filter(([, value]) => typeof value === 'boolean');
  return said.length === 0 ? undefined : said.flatMap(([code, value]) => (value === true ? [code] : []));
}

function codeOf({ value }: JsonObject): string {
  return typeof value === 'string' ? value : '';
}

function byEntitlements(resource: JsonObject): Statement {
  const found = entitlementsOf(resource).filter(isOfService);
  return found.length === 0 ? undefined : [...new Set(found.map(codeOf))];
}

function byList(resource: JsonObject): Statement {
  return extensionOf(resource)[availableServices] === undefined ? undefined : availableServicesOf(resource);
}

function agrees(statement: Statement, services: readonly string[]): boolean {
  const said = statement ?? [];
  return said.length === services.length && said.every((code) => services.includes(code));
}

/** The attributes with these services and no others, in all three forms; the same object where they have just these. */
export function withAvailableServices(resource: JsonObject, services: readonly string[]): JsonObject {
  const wanted = [...new Set(services)];
  if ([byList(resource), byBooleans(resource), byEntitlements(resource)].every((form) => agrees(form, wanted)))
    return resource;
  const { [servicesSchema.id]: former, entitlements: _entitlements, ...others } = resource;
  const said = isJsonObject(former) ? former : {};
  // a boolean that says no is kept as it was said
  const denied = Object.keys(said).filter((code) => said[code] === false && !wanted.includes(code));
  const extension: JsonObject = {
    ...(wanted.length === 0 ? {} : { availableServices: wanted }),
    ...Object.fromEntries(wanted.map((code) => [code, true])),
    ...Object.fromEntries(denied.map((code) => [code, false])),
  };
  const kept = entitlementsOf(resource).filter((one) => !isOfService(one) || wanted.includes(codeOf(one)));
  const missing = wanted.filter((code) => !kept.some((one) => isOfService(one) && codeOf(one) === code));
  const entitlements = [...kept, ...missing.map((code) => ({ value: code, type: serviceEntitlement }))];
  return {
    ...others,
    ...(entitlements.length === 0 ? {} : { entitlements }),
    ...(Object.keys(extension).length === 0 ? {} : { [servicesSchema.id]: extension }),
  };
}

/** Whether none of the forms is there. */
function saysNothing(resource: JsonObject): boolean {
  return resource[servicesSchema.id] === undefined && resource['entitlements'] === undefined;
}

/** By which list the forms are understood. */
export interface Understanding {
  /** The organization's services, in its order. */
  readonly codes: readonly string[];
  /** Whether entitlements of services that there are not are refused; otherwise they are passed over. */
  readonly refusesUnknown: boolean;
}

/** @throws ScimError `invalidValue` */
function refuseUnknown(resource: JsonObject, { codes, refusesUnknown }: Understanding): void {
  if (!refusesUnknown) return;
  const unknown = entitlementsOf(resource)
    .filter(isOfService)
    .find((one) => !codes.includes(codeOf(one)));
  if (unknown !== undefined)
    throw ScimError.invalidValue(`There is no service ${JSON.stringify(unknown['value'] ?? null)}`);
}

/**
 * What the forms come to together: whoever was given a service by one of them has it, whoever was taken one by one of them
 * has it not. That is no contradiction, since before all of them said the same.
 */
function moved(
  before: readonly string[],
  forms: readonly (readonly string[])[],
  { codes }: Pick<Understanding, 'codes'>,
): string[] {
  return codes.filter((code) =>
    before.includes(code) ? forms.every((form) => form.includes(code)) : forms.some((form) => form.includes(code)),
  );
}

/**
 * The attributes after a PATCH, with the three forms agreeing: a form that is gone was taken away.
 * @throws ScimError `invalidValue` for an entitlement of a service that there is not
 */
export function agreePatched(before: JsonObject, after: JsonObject, by: Understanding): JsonObject {
  if (after === before) return before;
  if (saysNothing(before) && saysNothing(after)) return after;
  refuseUnknown(after, by);
  const forms = [byList(after), byBooleans(after), byEntitlements(after)].map((form) => form ?? []);
  return withAvailableServices(after, moved(availableServicesOf(before), forms, by));
}

/**
 * The attributes of a whole resource that was sent, with the three forms agreeing: a form that is left out says nothing
 * as long as another one is there, and neither does a boolean that is left out beside the list or entitlements.
 * @throws ScimError `invalidValue` for an entitlement of a service that there is not
 */
export function agreeWhole(before: JsonObject, sent: JsonObject, by: Understanding): JsonObject {
  if (sent === before) return before;
  if (saysNothing(before) && saysNothing(sent)) return sent;
  refuseUnknown(sent, by);
  const held = availableServicesOf(before);
  const lists = [byList(sent), byEntitlements(sent)].flatMap((form) => (form === undefined ? [] : [form]));
  const extension = extensionOf(sent);
  const booleans = by.codes.filter((code) =>
    extension[code] === undefined && lists.length > 0 ? held.includes(code) : extension[code] === true,
  );
  return withAvailableServices(sent, moved(held, [...lists, booleans], by));
}
