import type { AttributeInput } from './attribute-definition.ts';
import { defineSchema } from './schema-definition.ts';
import type { SchemaDefinition } from './schema-definition.ts';

/** The usual sub-attributes of a multi-valued attribute (RFC 7643 §2.4). */
function valueSubAttributes(value: Partial<AttributeInput>, types: readonly string[]): readonly AttributeInput[] {
  return [
    { description: 'The value itself', ...value, name: 'value' },
    { name: 'display', description: 'Text to show' },
    { name: 'type', description: 'What the value is for', canonicalValues: types },
    { name: 'primary', type: 'boolean', description: 'Whether this is the preferred value; true at most once' },
  ];
}

const nameSubAttributes: readonly AttributeInput[] = [
  { name: 'formatted', description: 'Full name, formatted for display' },
  { name: 'familyName', description: 'Surname' },
  { name: 'givenName', description: 'Given name' },
  { name: 'middleName', description: 'Middle names' },
  { name: 'honorificPrefix', description: 'Title before the name, e.g. Ms.' },
  { name: 'honorificSuffix', description: 'Suffix after the name, e.g. III' },
];

/** RFC 7643 §8.7.1 lists no `primary` here, but §8.2 and RFC 7644 §3.5.2.3 use it. */
const addressSubAttributes: readonly AttributeInput[] = [
  { name: 'formatted', description: 'Full address, formatted for display' },
  { name: 'streetAddress', description: 'Street and house number' },
  { name: 'locality', description: 'City' },
  { name: 'region', description: 'State or region' },
  { name: 'postalCode', description: 'Postal code' },
  { name: 'country', description: 'Country, ISO 3166-1 alpha-2' },
  { name: 'type', description: 'What the address is for', canonicalValues: ['work', 'home', 'other'] },
  { name: 'primary', type: 'boolean', description: 'Whether this is the preferred address; true at most once' },
];

const readOnly = { mutability: 'readOnly' } as const;

const groupSubAttributes: readonly AttributeInput[] = [
  { ...readOnly, name: 'value', description: "The group's id" },
  { ...readOnly, name: '$ref', type: 'reference', referenceTypes: ['User', 'Group'], description: "The group's URI" },
  { ...readOnly, name: 'display', description: "The group's display name" },
  { ...readOnly, name: 'type', canonicalValues: ['direct', 'indirect'], description: 'How the user is a member' },
];

function plural(name: string, description: string, subAttributes: readonly AttributeInput[]): AttributeInput {
  return { name, description, type: 'complex', multiValued: true, subAttributes };
}

const mailTypes = ['work', 'home', 'other'];
const phoneTypes = ['work', 'home', 'mobile', 'fax', 'pager', 'other'];
const imTypes = ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo'];
const photo: Partial<AttributeInput> = { type: 'reference', referenceTypes: ['external'] };

/** RFC 7643 §4.1, characteristics as in §8.7.1. */
export const userSchema: SchemaDefinition = defineSchema({
  id: 'urn:ietf:params:scim:schemas:core:2.0:User',
  name: 'User',
  description: 'User Account',
  attributes: [
    { name: 'userName', required: true, uniqueness: 'server', description: 'Login name, unique whatever its case' },
    { name: 'name', type: 'complex', description: "The parts of the user's name", subAttributes: nameSubAttributes },
    { name: 'displayName', description: 'Name to show' },
    { name: 'nickName', description: 'Casual name' },
    { name: 'profileUrl', type: 'reference', referenceTypes: ['external'], description: "The user's profile page" },
    { name: 'title', description: 'Job title' },
    { name: 'userType', description: 'Relation to the organization, e.g. Employee' },
    { name: 'preferredLanguage', description: 'Preferred languages, as in Accept-Language' },
    { name: 'locale', description: 'Language tag for formatting, e.g. ja-JP' },
    { name: 'timezone', description: 'IANA time zone, e.g. Asia/Tokyo' },
    { name: 'active', type: 'boolean', description: 'Whether the account may be used' },
    { name: 'password', mutability: 'writeOnly', returned: 'never', description: 'Never returned' },
    plural('emails', 'E-mail addresses', valueSubAttributes({}, mailTypes)),
    plural('phoneNumbers', 'Phone numbers', valueSubAttributes({}, phoneTypes)),
    plural('ims', 'Instant messaging addresses', valueSubAttributes({}, imTypes)),
    plural('photos', 'URLs of photos', valueSubAttributes(photo, ['photo', 'thumbnail'])),
    plural('addresses', 'Postal addresses', addressSubAttributes),
    { ...plural('groups', 'Groups that the user is a member of', groupSubAttributes), mutability: 'readOnly' },
    plural('entitlements', 'Entitlements', valueSubAttributes({}, [])),
    plural('roles', 'Roles', valueSubAttributes({}, [])),
    plural('x509Certificates', 'Certificates, DER in base64', valueSubAttributes({ type: 'binary' }, [])),
  ],
});
