import {
  allAttributes,
  andFilter,
  checkFilter,
  comparisonFilter,
  lenientDialect,
  notFilter,
  orFilter,
  presentFilter,
  readAttributePath,
  ScimError,
  ToleranceRecorder,
  valuePathFilter,
  type AttributeDefinition,
  type AttributePath,
  type CheckedFilter,
  type Filter,
  type FilterValue,
  type JsonObject,
  type JsonValue,
  type ResourceTypeDefinition,
} from '@lockstep/scim';
import * as fc from 'fast-check';

/**
 * Few and awkward: letters whose lower case differs between JavaScript and PostgreSQL's collations or changes its
 * length, signs of LIKE, characters beyond U+FFFF, and texts that begin alike.
 */
const pieces = [
  'a',
  'A',
  'ab',
  'É',
  'é',
  'İ',
  'i̇',
  'ς',
  'Σ',
  'ß',
  'ẞ',
  '𐐀',
  '𐐨',
  '\uffee',
  '%',
  '_',
  '\\',
  '"',
  ' ',
  "'",
];
const texts = fc.oneof(
  { weight: 1, arbitrary: fc.constant('') },
  {
    weight: 9,
    arbitrary: fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 }).map((all) => all.join('')),
  },
);
const moments = [
  '2026-01-01T00:00:00Z',
  '2026-01-01T09:00:00+09:00',
  '2026-01-01T00:00:00.0005Z',
  '0001-01-01T00:00:00Z',
];

const numbers = fc.constantFrom(0, -0, 1, -1, 1.5, 2, 10, 1e21, -1e300, 5e-324, Number.MAX_SAFE_INTEGER);

function valueOf(attribute: AttributeDefinition): fc.Arbitrary<JsonValue> {
  if (attribute.name === 'type') return fc.constantFrom('work', 'Work', 'home');
  switch (attribute.type) {
    case 'boolean':
      return fc.boolean();
    case 'complex':
      return membersOf(attribute.subAttributes).filter((members) => Object.keys(members).length > 0);
    case 'integer':
      return numbers.filter(Number.isSafeInteger);
    case 'decimal':
      return numbers;
    case 'dateTime':
      return fc.constantFrom(...moments);
    case 'string':
    case 'reference':
    case 'binary':
      return texts;
  }
}

function membersOf(attributes: readonly AttributeDefinition[]): fc.Arbitrary<JsonObject> {
  const kept = attributes.filter(({ mutability, returned }) => mutability !== 'readOnly' && returned !== 'never');
  const members = kept.map((attribute) => {
    const value = attribute.multiValued
      ? fc.array(valueOf(attribute), { minLength: 1, maxLength: 3 })
      : valueOf(attribute);
    return [attribute.name, value] as const;
  });
  return fc.record(Object.fromEntries(members), { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
}

/** Resources of a type as they are kept: no `schemas`, nothing read-only, no passwords, extensions under their URN. */
export function resourcesOf(type: ResourceTypeDefinition): fc.Arbitrary<JsonObject> {
  const own = type.attributes.all.filter(({ name }) => name !== 'schemas');
  const core = membersOf(own.map(({ definition }) => definition));
  const extensions = type.extensions.map(({ schema }) => [schema.id, membersOf(schema.attributes)] as const);
  return fc.tuple(core, fc.record(Object.fromEntries(extensions), { requiredKeys: [] })).map(([attributes, held]) => {
    const filled = Object.entries(held).filter(([, members]) => Object.keys(members as JsonObject).length > 0);
    return { ...attributes, ...Object.fromEntries(filled) } as JsonObject;
  });
}

function path(text: string): AttributePath {
  const read = readAttributePath(text);
  if (read === undefined) throw new TypeError(`${text} is no path`);
  return read;
}

const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;

function literals(more: readonly FilterValue[]): fc.Arbitrary<FilterValue> {
  return fc.oneof(
    { weight: 6, arbitrary: texts },
    { weight: 2, arbitrary: fc.boolean() },
    { weight: 2, arbitrary: numbers },
    { weight: 2, arbitrary: fc.constantFrom(...moments) },
    { weight: 1, arbitrary: fc.constantFrom(null, 'work', Infinity, -Infinity, ...more) },
  );
}

/** Undefined for what the check refuses, such as a comparison that does not suit its attribute. */
export function checked(filter: Filter, type: ResourceTypeDefinition): CheckedFilter | undefined {
  try {
    return checkFilter(filter, type, new ToleranceRecorder(lenientDialect));
  } catch (error) {
    if (error instanceof ScimError) return undefined;
    throw error;
  }
}

function leaf(paths: readonly string[], values: fc.Arbitrary<FilterValue>): fc.Arbitrary<Filter> {
  const at = fc.constantFrom(...paths).map(path);
  const comparison = fc.tuple(at, fc.constantFrom(...operators), values);
  return fc.oneof(
    { weight: 1, arbitrary: at.map(presentFilter) },
    { weight: 5, arbitrary: comparison.map(([where, operator, value]) => comparisonFilter(where, operator, value)) },
  );
}

function combined(part: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> {
  const several = fc.array(part, { minLength: 2, maxLength: 3 });
  return fc.oneof(
    { weight: 4, arbitrary: part },
    { weight: 1, arbitrary: several.map(andFilter) },
    { weight: 1, arbitrary: several.map(orFilter) },
    { weight: 1, arbitrary: part.map(notFilter) },
  );
}

/** Filters over every attribute of a type; `more` are further values to compare with. */
export function filtersOf(type: ResourceTypeDefinition, more: readonly FilterValue[]): fc.Arbitrary<Filter> {
  const values = literals(more);
  const attributes = allAttributes(type).filter(({ definition }) => definition.returned !== 'never');
  const lists = attributes.filter(({ definition, name }) => {
    return name !== 'meta' && (definition.type === 'complex' || definition.multiValued);
  });
  const valuePath = fc.constantFrom(...lists).chain((attribute) => {
    const place = path(attribute.path);
    const names = attribute.subAttributes.all.map(({ name }) => name);
    return combined(
      leaf(names, values).filter((inner) => checked(valuePathFilter(place, inner), type) !== undefined),
    ).map((inner) => valuePathFilter(place, inner));
  });
  const paths = attributes.flatMap((attribute) => [attribute, ...attribute.subAttributes.all]).map((one) => one.path);
  const plain = leaf(paths, values).filter((one) => checked(one, type) !== undefined);
  return combined(combined(fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: valuePath })));
}
