import { enterpriseUserSchema, isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '@lockstep/scim';
import { profileSchema } from './profile-schema.ts';

/** Where a field of the console is in the SCIM User: an attribute, or the number of a kind of telephone. */
type Place = { readonly schema?: string; readonly name: string } | { readonly phone: 'work' | 'mobile' };

const own = (name: string): Place => ({ schema: profileSchema.id, name });

const places = {
  surnameReading: own('surnameReading'),
  givenNameReading: own('givenNameReading'),
  localName: own('localName'),
  localNameLocale: own('localNameLocale'),
  title: { name: 'title' },
  employeeNumber: { schema: enterpriseUserSchema.id, name: 'employeeNumber' },
  phone: { phone: 'work' },
  mobilePhone: { phone: 'mobile' },
  extensionNumber: own('extensionNumber'),
  callto: own('callto'),
  url: { name: 'profileUrl' },
  locale: { name: 'locale' },
  timeZone: { name: 'timezone' },
  birthDate: own('birthDate'),
  joinDate: own('joinDate'),
  description: own('description'),
} as const satisfies Readonly<Record<string, Place>>;

export type TextField = keyof typeof places;
export const textFields = Object.keys(places) as readonly TextField[];

/** The fields of the cybozu.com User API beside the six of the document; an empty text clears. */
export type ProfileFields = { readonly [K in TextField]?: string | undefined } & {
  readonly sortOrder?: number | null | undefined;
};

type Phone = { readonly [key: string]: JsonValue };

function phonesOf(resource: JsonObject): readonly Phone[] {
  const phones = resource['phoneNumbers'];
  return isJsonArray(phones) ? phones.filter(isJsonObject) : [];
}

function holderOf(resource: JsonObject, schema: string | undefined): JsonObject {
  const holder = schema === undefined ? resource : resource[schema];
  return isJsonObject(holder) ? holder : {};
}

function valueOf(resource: JsonObject, place: Place): JsonValue | undefined {
  if ('phone' in place) return phonesOf(resource).find(({ type }) => type === place.phone)?.['value'];
  return holderOf(resource, place.schema)[place.name];
}

/** A field as the console shows it; an empty text where there is none. */
export function textFieldOf(resource: JsonObject, field: TextField): string {
  const value = valueOf(resource, places[field]);
  return typeof value === 'string' ? value : '';
}

/** Undefined where there is none. */
export function sortOrderOf(resource: JsonObject): number | undefined {
  const value = valueOf(resource, own('sortOrder'));
  return typeof value === 'number' ? value : undefined;
}

function withPhone(resource: JsonObject, kind: 'work' | 'mobile', value: string): JsonObject {
  const phones = phonesOf(resource);
  const held = phones.find(({ type }) => type === kind);
  const others = phones.filter((one) => one !== held);
  const next =
    value === ''
      ? others
      : held === undefined
        ? [...phones, { value, type: kind }]
        : phones.map((one) => (one === held ? { ...one, value } : one));
  const { phoneNumbers: _former, ...rest } = resource;
  return next.length === 0 ? rest : { ...rest, phoneNumbers: next };
}

function withValue(resource: JsonObject, place: Place, value: string | number | null): JsonObject {
  if ('phone' in place) return withPhone(resource, place.phone, String(value ?? ''));
  const { schema, name } = place;
  const { [name]: _former, ...others } = holderOf(resource, schema);
  const holder = value === '' || value === null ? others : { ...others, [name]: value };
  if (schema === undefined) return holder;
  const { [schema]: _extension, ...rest } = resource;
  return Object.keys(holder).length === 0 ? rest : { ...rest, [schema]: holder };
}

/** The attributes with these fields; the same object where they have them already. */
export function withFields(resource: JsonObject, fields: ProfileFields): JsonObject {
  let edited = resource;
  for (const field of textFields) {
    const text = fields[field];
    if (text !== undefined && text !== textFieldOf(edited, field)) edited = withValue(edited, places[field], text);
  }
  const { sortOrder } = fields;
  if (sortOrder === undefined || sortOrder === (sortOrderOf(edited) ?? null)) return edited;
  return withValue(edited, own('sortOrder'), sortOrder);
}
