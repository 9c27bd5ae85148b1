import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import {
  andFilter,
  comparisonFilter,
  notFilter,
  orFilter,
  presentFilter,
  valuePathFilter,
} from './filter/filter-node.ts';
import type { ComparisonOperator, Filter } from './filter/filter-node.ts';
import { isJsonObject } from './json.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { patchSchema } from './patch/parse-patch.ts';
import { makeAttributePath, readAttributePath } from './path/attribute-path.ts';
import type { AttributePath } from './path/attribute-path.ts';
import { distinctValues } from './resource/distinct-values.ts';
import type { AttributeTable, ResourceAttribute } from './schema/attribute-table.ts';
import { allAttributes } from './schema/resource-type-definition.ts';
import type { ResourceTypeDefinition } from './schema/resource-type-definition.ts';

/** Freezes a value all the way down, so that whoever changes an input throws a TypeError. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/** Text that can be stored: whole characters, no NUL. */
export const storableText: Arbitrary<string> = fc
  .string({ unit: 'binary', maxLength: 12 })
  .filter((text) => text.isWellFormed() && !text.includes('\0'));

const knownNames = [
  'userName',
  'active',
  'emails',
  'type',
  'value',
  'primary',
  'name',
  'givenName',
  'meta',
  'created',
  'members',
];
const oddNames = ['not', 'and', 'or', 'pr', 'eq', '$ref', 'a-b_1'];
export const attributeName: Arbitrary<string> = fc.constantFrom(...knownNames, ...oddNames);
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export const attributePath: Arbitrary<AttributePath> = fc
  .tuple(
    fc.option(fc.constantFrom(core, enterprise), { nil: undefined, freq: 4 }),
    attributeName,
    fc.option(attributeName, { nil: undefined }),
  )
  .map(([schema, attribute, subAttribute]) => makeAttributePath(schema, attribute, subAttribute));

const operator = fc.constantFrom<ComparisonOperator>('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le');
const finite = fc
  .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .filter((n) => !Object.is(n, -0));
const dateTime = fc
  .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31T00:00:00Z') })
  .map((date) => date.toISOString());
const filterValue = fc.oneof(storableText, finite, fc.boolean(), fc.constant(null), dateTime, fc.constant('True'));

const anyTerm = termOf(attributePath);
const anyValuePath = fc
  .tuple(attributePath, combined(termOf(attributeName.map((name) => makeAttributePath(undefined, name)))))
  .map(([path, inner]) => valuePathFilter(makeAttributePath(path.schema, path.attribute), inner));

/** Filters within the grammar and the limits; names are mostly those of users. */
export const filter: Arbitrary<Filter> = combined(
  fc.oneof({ weight: 4, arbitrary: anyTerm }, { weight: 1, arbitrary: anyValuePath }),
);

function termOf(path: Arbitrary<AttributePath>): Arbitrary<Filter> {
  return fc.oneof(
    fc.tuple(path, operator, filterValue).map(([left, op, value]) => comparisonFilter(left, op, value)),
    path.map(presentFilter),
  );
}

/** Filters that a resource type's attributes can be asked. */
export function filterFor(type: ResourceTypeDefinition): Arbitrary<Filter> {
  const asked = allAttributes(type).filter(({ definition }) => definition.returned !== 'never');
  const nested = asked.filter(({ subAttributes }) => subAttributes.all.length > 0);
  const terms = [...asked, ...nested.flatMap(({ subAttributes }) => subAttributes.all)]
    .filter(isSimple)
    .map(askAttribute);
  const valuePaths = nested.map((attribute) => {
    const inner = attribute.subAttributes.all.filter(isSimple);
    const term = fc.oneof(...inner.map((sub) => askAttribute({ ...sub, path: sub.name })));
    return combined(term).map((node) => valuePathFilter(pathOf(attribute), node));
  });
  return combined(fc.oneof(...terms, ...valuePaths));
}

function isSimple(attribute: ResourceAttribute): boolean {
  return attribute.definition.type !== 'complex';
}

function pathOf({ path }: Pick<ResourceAttribute, 'path'>): AttributePath {
  const read = readAttributePath(path);
  if (read === undefined) throw new TypeError(path);
  return read;
}

function askAttribute(attribute: ResourceAttribute): Arbitrary<Filter> {
  const { type } = attribute.definition;
  const isText = type === 'string' || type === 'reference';
  const op = type === 'boolean' || type === 'binary' ? fc.constantFrom<ComparisonOperator>('eq', 'ne') : operator;
  const suitable = op.filter((chosen) => isText || !['co', 'sw', 'ew'].includes(chosen));
  const value = singleOf(attribute) as Arbitrary<string | number | boolean>;
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(suitable, value).map(([chosen, right]) => comparisonFilter(pathOf(attribute), chosen, right)),
    },
    { weight: 1, arbitrary: fc.constant(presentFilter(pathOf(attribute))) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('eq', 'ne').map((chosen) => comparisonFilter(pathOf(attribute), chosen, null)),
    },
  );
}

function combined(leaf: Arbitrary<Filter>): Arbitrary<Filter> {
  const { node } = fc.letrec<{ node: Filter }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      leaf,
      tie('node').map(notFilter),
      fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map(andFilter),
      fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map(orFilter),
    ),
  }));
  return node;
}

const memberName = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...knownNames, 'schemas', 'id', 'displayName', 'manager', 'title', 'roles') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'USERNAME',
      'name.givenName',
      'emails.value',
      'name.VALUE',
      'emails[type eq "work"].value',
      core,
      enterprise,
      `${enterprise}:manager`,
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('constructor', 'prototype', '__proto__', 'toString') },
  { weight: 1, arbitrary: fc.string() },
);

/** JSON whose member names are often those of attributes, in any case, or dangerous. */
export const jsonValue: Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.oneof(
      fc.constantFrom('', 'True', 'false', '{"value":"x"}', 'bulkId:a', null),
      fc.string(),
      fc.boolean(),
      fc.double(),
      fc.integer(),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(memberName, tie('value')), { maxLength: 5 })
      .map((members): JsonObject => Object.fromEntries(members)),
  ),
})).value;

/** The body of a PATCH, mostly well formed. */
export const patchBody: Arbitrary<JsonValue> = fc
  .array(
    fc.oneof(
      {
        weight: 9,
        arbitrary: fc.record(
          {
            op: fc.constantFrom('add', 'remove', 'replace', 'Replace', 'move'),
            path: fc.oneof(patchPath(), fc.string()),
            value: jsonValue,
          },
          { requiredKeys: ['op'] },
        ),
      },
      { weight: 1, arbitrary: jsonValue },
    ),
    { maxLength: 5 },
  )
  .map((operations) => ({ Operations: operations }));

function patchPath(): Arbitrary<string> {
  return fc.constantFrom(
    ...knownNames,
    'title',
    'tags',
    'state',
    'serial',
    'owner',
    'owner.note',
    'name.givenName',
    'emails[type eq "work"]',
    'emails[type eq "work"].value',
    'emails[not (primary eq true)].primary',
    'emails.type',
    'parts[value sw "a"].label',
    'tags[value eq "x"]',
    'manager',
    `${enterprise}:manager.value`,
    enterprise,
  );
}

/** The body of a PATCH that makes sense for a resource type: paths of all forms, with values of the right type. */
export function patchFor(type: ResourceTypeDefinition): Arbitrary<JsonValue> {
  const settable = allAttributes(type).filter(isSettable);
  const pathless = fc
    .tuple(fc.constantFrom('add', 'replace'), keptResource(type))
    .map(([op, value]): JsonObject => ({ op, value }));
  const operation = fc.oneof(...settable.map(changeAttribute), pathless);
  return fc.array(operation, { minLength: 1, maxLength: 3 }).map((operations) => ({
    schemas: [patchSchema],
    Operations: operations,
  }));
}

function isSettable({ name, definition }: ResourceAttribute): boolean {
  return name !== 'schemas' && (definition.mutability === 'readWrite' || definition.mutability === 'immutable');
}

function changeAttribute(attribute: ResourceAttribute): Arbitrary<JsonObject> {
  const { path, definition } = attribute;
  const whole = operationOn(path, valueOf(attribute));
  const subs = attribute.subAttributes.all.filter((sub) => definition.type === 'complex' && isSettable(sub));
  if (subs.length === 0) return whole;
  const parts = subs.map((sub) => operationOn(sub.path, valueOf(sub)));
  if (!definition.multiValued) return fc.oneof(whole, ...parts);
  const selector = fc
    .constantFrom(...subs)
    .chain((sub) => singleOf(sub).map((value) => `${path}[${sub.name} eq ${JSON.stringify(value)}]`));
  const selected = selector.chain((text) =>
    fc.oneof(
      operationOn(text, singleOf(attribute)),
      ...subs.map((sub) => operationOn(`${text}.${sub.name}`, valueOf(sub))),
    ),
  );
  return fc.oneof(whole, ...parts, selected);
}

function operationOn(path: string, value: Arbitrary<JsonValue>): Arbitrary<JsonObject> {
  return fc.oneof(
    fc.tuple(fc.constantFrom('add', 'replace'), value).map(([op, given]): JsonObject => ({ op, path, value: given })),
    fc.constant<JsonObject>({ op: 'remove', path }),
  );
}

/** Attributes as they are kept (see `CheckedResource`), of any shape that the type allows. */
export function keptResource(type: ResourceTypeDefinition): Arbitrary<JsonObject> {
  const extensions = Object.fromEntries(
    type.extensions.map(({ schema, attributes }) => [schema.id, nonEmpty(objectOf(attributes))]),
  );
  const optional = fc
    .record(extensions, { requiredKeys: [], noNullPrototype: true })
    .map((object) => object as JsonObject);
  return fc.tuple(objectOf(type.attributes), optional).map(([core, more]) => ({ ...core, ...more }));
}

function objectOf(table: AttributeTable): Arbitrary<JsonObject> {
  const settable = table.all.filter(isSettable);
  const model = Object.fromEntries(settable.map((attribute) => [attribute.name, valueOf(attribute)]));
  const requiredKeys = settable.filter(({ definition }) => definition.required).map(({ name }) => name);
  return fc.record(model, { requiredKeys, noNullPrototype: true });
}

function nonEmpty(arbitrary: Arbitrary<JsonObject>): Arbitrary<JsonObject> {
  return arbitrary.filter((object) => Object.keys(object).length > 0);
}

function valueOf(attribute: ResourceAttribute): Arbitrary<JsonValue> {
  const { multiValued, required } = attribute.definition;
  if (!multiValued) return singleOf(attribute).filter((value) => !required || value !== '');
  const list = fc.array(singleOf(attribute), { minLength: 1, maxLength: 4 });
  return list.map((values) => distinctValues(attribute, onePrimary(values)));
}

/** At most one value is primary. */
function onePrimary(values: readonly JsonValue[]): readonly JsonValue[] {
  const isPrimary = (value: JsonValue): boolean => isJsonObject(value) && value['primary'] === true;
  const first = values.findIndex(isPrimary);
  return values.filter((value, index) => index === first || !isPrimary(value));
}

function singleOf(attribute: ResourceAttribute): Arbitrary<JsonValue> {
  switch (attribute.definition.type) {
    case 'complex':
      return nonEmpty(objectOf(attribute.subAttributes));
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.maxSafeInteger();
    case 'decimal':
      return finite;
    case 'dateTime':
      return dateTime;
    case 'binary':
      return fc.base64String();
    case 'string':
    case 'reference':
      return fc.oneof(fc.constantFrom('a', 'b', 'work', 'home'), storableText);
  }
}
