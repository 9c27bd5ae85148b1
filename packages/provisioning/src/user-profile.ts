import { isJsonObject, type JsonObject, type JsonValue } from '@lockstep/scim';
import { convertTo, type AttributeType, type ProfileSchemas } from './expressions/attribute-type.ts';
import type { Value } from './expressions/value.ts';
import { appUserSchema, type AppUserAttribute } from './app-user-profile.ts';
import { targetPath, type TargetPath } from './target-path.ts';
import { mainEmailOf, type SourceManager } from './user-source.ts';

/** An attribute of the user profile: its name in expressions, and where the directory keeps it. */
export interface UserAttribute {
  readonly name: string;
  readonly type: AttributeType;
  /** As mappings name it (see `readAttribute`): `email`, `id`, or the path of a SCIM attribute. */
  readonly source: string;
}

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const services = 'urn:lockstep:params:scim:schemas:extension:services:2.0:User';

const text = (name: string, source = name): UserAttribute => ({ name, type: 'string', source });

/** Okta's base profile (Universal Directory) over the SCIM attributes of the directory, and the available services. */
export const userProfile: readonly UserAttribute[] = [
  text('id'),
  text('login', 'userName'),
  text('email'),
  text('secondEmail', 'emails[type eq "home"].value'),
  text('firstName', 'name.givenName'),
  text('lastName', 'name.familyName'),
  text('middleName', 'name.middleName'),
  text('honorificPrefix', 'name.honorificPrefix'),
  text('honorificSuffix', 'name.honorificSuffix'),
  text('displayName'),
  text('nickName'),
  text('title'),
  text('profileUrl'),
  text('primaryPhone', 'phoneNumbers[type eq "work"].value'),
  text('mobilePhone', 'phoneNumbers[type eq "mobile"].value'),
  text('streetAddress', 'addresses[type eq "work"].streetAddress'),
  text('city', 'addresses[type eq "work"].locality'),
  text('state', 'addresses[type eq "work"].region'),
  text('zipCode', 'addresses[type eq "work"].postalCode'),
  text('countryCode', 'addresses[type eq "work"].country'),
  text('postalAddress', 'addresses[type eq "work"].formatted'),
  text('preferredLanguage'),
  text('locale'),
  text('timezone'),
  text('userType'),
  text('externalId'),
  text('employeeNumber', `${enterprise}:employeeNumber`),
  text('costCenter', `${enterprise}:costCenter`),
  text('organization', `${enterprise}:organization`),
  text('division', `${enterprise}:division`),
  text('department', `${enterprise}:department`),
  text('managerId', `${enterprise}:manager.value`),
  text('manager', `${enterprise}:manager.displayName`),
  { name: 'active', type: 'boolean', source: 'active' },
  { name: 'availableServices', type: 'string-array', source: `${services}:availableServices` },
];

/** What is known of the organization; in Okta's words, of which one is spelt in two ways. */
const organizationProfile: readonly UserAttribute[] = [
  text('name'),
  text('subDomain', 'slug'),
  text('subdomain', 'slug'),
];

/** What is known of an application. */
const applicationProfile: readonly UserAttribute[] = [text('name'), text('domain'), text('baseUrl')];

/** An application that expressions name, with the attribute list of its accounts. */
export interface NamedApplication {
  readonly reference: string;
  readonly attributes: readonly AppUserAttribute[];
}

const toSchema = (attributes: readonly UserAttribute[]): ReadonlyMap<string, AttributeType> =>
  new Map(attributes.map(({ name, type }) => [name, type]));

/**
 * What the condition of a group rule may name: it is about users alone. `custom` are the attributes that the organization
 * has defined besides.
 */
export function groupRuleSchemas(custom: readonly UserAttribute[] = []): ProfileSchemas {
  const user = toSchema([...custom, ...userProfile]);
  // as the templates of a username format call it
  return new Map([
    ['user', user],
    ['source', user],
  ]);
}

/**
 * What a custom username format may name: the login name that it makes is not known yet. `applications` are those that
 * the expressions name.
 */
export function userNameSchemas(
  custom: readonly UserAttribute[] = [],
  applications: readonly NamedApplication[] = [],
): ProfileSchemas {
  const application = toSchema(applicationProfile);
  return new Map([
    // before the others, so that none is hidden by what an application is called
    ...applications.map(({ reference }) => [`${reference}_app`, application] as const),
    ...applications.map(({ reference, attributes }) => [reference, appUserSchema(attributes)] as const),
    ...groupRuleSchemas(custom),
    ['org', toSchema(organizationProfile)],
    ['app', application],
  ]);
}

/** What the expression of an attribute may name. `attributes` is the attribute list of the application itself. */
export function mappingSchemas(
  custom: readonly UserAttribute[] = [],
  attributes: readonly AppUserAttribute[] = [],
  applications: readonly NamedApplication[] = [],
): ProfileSchemas {
  return new Map([...userNameSchemas(custom, applications), ['appuser', appUserSchema(attributes)]]);
}

const places = new Map(
  userProfile
    .filter(({ source }) => source !== 'id' && source !== 'email')
    .map(({ name, type, source }): [string, { readonly path: TargetPath; readonly type: AttributeType }] => [
      name,
      { path: targetPath(source), type },
    ]),
);

/**
 * The value of a profile attribute as expressions see it. Null: never set, or not there. An attribute that was set and
 * then cleared to an empty string stays an empty string. What is not of the attribute's type counts as null.
 */
export function readUserProfile(user: SourceManager, name: string): Value {
  if (name === 'id') return user.id;
  if (name === 'login') return user.userName;
  if (name === 'email') return convertTo('string', toValue(mainEmailOf(user.resource)));
  // a user is active unless the directory says otherwise
  if (name === 'active') return user.resource['active'] !== false;
  const place = places.get(name);
  if (place === undefined) return readCustom(user.resource, name);
  return convertTo(place.type, toValue(valueAt(user.resource, place.path)));
}

/** Extensions that every user may have: an organization may give its own attributes the same names. */
const builtIn = new Set([enterprise, services, 'urn:lockstep:params:scim:schemas:extension:profile:2.0:User']);

/** A custom attribute is in one extension only: expressions that name another one are refused when they are saved. */
function readCustom(resource: JsonObject, name: string): Value {
  for (const [schema, extension] of Object.entries(resource)) {
    const value = schema.includes(':') && !builtIn.has(schema) ? ownMember(extension, name) : undefined;
    // lists are of texts, whatever their elements are
    if (value !== undefined) return Array.isArray(value) ? convertTo('string-array', toValue(value)) : toValue(value);
  }
  return null;
}

function toValue(value: JsonValue | undefined): Value {
  if (value === undefined || (typeof value === 'object' && !Array.isArray(value))) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return Array.isArray(value) ? value.map(toValue) : value;
}

function valueAt(resource: JsonObject, { schema, attribute, subAttribute, type }: TargetPath): JsonValue | undefined {
  const holder = schema === undefined ? resource : ownMember(resource, schema);
  const held = ownMember(holder, attribute);
  if (subAttribute === undefined) return held;
  const found =
    type === undefined ? held : Array.isArray(held) ? held.find((one) => ownMember(one, 'type') === type) : undefined;
  return ownMember(found, subAttribute);
}

function ownMember(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (!isJsonObject(value)) return undefined;
  return Object.hasOwn(value, name) ? value[name] : undefined;
}
