import { ValueError, type CallContext, type FunctionDefinition } from '../function-definition.ts';
import { readPattern } from '../pattern.ts';
import { bits, booleanType, stringsType, withNull, stringType } from '../type.ts';
import { textOf, type Value } from '../value.ts';
import { flatten, toArray } from './array-functions.ts';
import { criteriaFault, groupAttributes, meets, readGroup } from './group-criteria.ts';
import { wholeNumber } from './string-functions.ts';

const str = (value: Value | undefined): string => textOf(value ?? null);

function byName(
  name: string,
  parameter: string,
  words: { readonly summary: string; readonly call: string },
  fits: (group: string, given: string) => boolean,
): FunctionDefinition {
  return {
    name,
    parameters: [{ name: parameter, kinds: bits.string }],
    returns: booleanType,
    summary: words.summary,
    example: { call: words.call, gives: 'true' },
    reads: 'groups',
    run: ([given], { groups }) => groups.some((group) => fits(group.name, str(given))),
  };
}

/** Texts are beginnings of names, of which one is enough; criteria must be met all. */
function findGroups(given: readonly Value[], { groups, size, work }: CallContext): CallContext['groups'] {
  const texts = given.filter((one) => typeof one === 'string');
  const criteria = given.filter((one) => typeof one !== 'string');
  size('elements', groups.length);
  work(groups.length * (texts.length + flatten(criteria).length));
  return groups.filter(
    (group) =>
      (texts.length === 0 || texts.some((beginning) => group.name.startsWith(beginning))) && meets(group, criteria),
  );
}

/** What an expression may know of the groups that the user is in, and of the user beside the profile. */
export const groupFunctions: readonly FunctionDefinition[] = [
  {
    name: 'isMemberOfGroup',
    parameters: [{ name: 'group id', kinds: bits.string }],
    returns: booleanType,
    summary: 'Whether the user is in the group with this id.',
    example: { call: 'isMemberOfGroup("0199-sales")', gives: 'true' },
    reads: 'groups',
    run: ([id], { groups }) => groups.some((group) => group.id === str(id)),
  },
  {
    name: 'isMemberOfAnyGroup',
    parameters: [{ name: 'group id', kinds: bits.string, rest: true }],
    returns: booleanType,
    summary: 'Whether the user is in one of the groups with these ids.',
    example: { call: 'isMemberOfAnyGroup("0199-other", "0199-sales")', gives: 'true' },
    reads: 'groups',
    run: (ids, { groups }) => groups.some((group) => ids.includes(group.id)),
  },
  byName(
    'isMemberOfGroupName',
    'name',
    { summary: 'Whether the user is in the group with this name.', call: 'isMemberOfGroupName("Sales East")' },
    (group, given) => group === given,
  ),
  byName(
    'isMemberOfGroupNameStartsWith',
    'beginning',
    {
      summary: 'Whether the user is in a group whose name begins like this.',
      call: 'isMemberOfGroupNameStartsWith("Sales")',
    },
    (group, given) => group.startsWith(given),
  ),
  byName(
    'isMemberOfGroupNameContains',
    'part',
    { summary: 'Whether the user is in a group with this in its name.', call: 'isMemberOfGroupNameContains("East")' },
    (group, given) => group.includes(given),
  ),
  {
    name: 'isMemberOfGroupNameRegex',
    parameters: [{ name: 'regular expression', kinds: bits.string }],
    returns: booleanType,
    summary: 'Whether the user is in a group whose whole name matches the regular expression (RE2).',
    example: { call: 'isMemberOfGroupNameRegex("Sales .*")', gives: 'true' },
    reads: 'groups',
    check: ([given]) => {
      if (given?.kind !== 'literal' || typeof given.value !== 'string') return undefined;
      const pattern = readPattern(given.value);
      return 'reason' in pattern ? pattern.reason : undefined;
    },
    run: ([given], { groups, size }) => {
      const pattern = readPattern(str(given));
      if ('reason' in pattern) throw new ValueError(pattern.reason);
      return groups.some(({ name }) => {
        size('text', name.length);
        return pattern.matches(name);
      });
    },
  },
  {
    name: 'getFilteredGroups',
    parameters: [
      { name: 'group ids', kinds: bits.array | bits.string },
      { name: 'expression', kinds: bits.string },
      { name: 'limit', kinds: bits.number },
    ],
    returns: stringsType,
    summary:
      'Those of the groups with these ids that the user is in: their names by "group.name", their ids by "group.id", at most as many as the limit.',
    example: { call: 'getFilteredGroups({"0199-sales"}, "group.name", 10)', gives: '{"Sales East"}' },
    reads: 'groups',
    check: ([, given]) =>
      given?.kind !== 'literal' || given.value === 'group.name' || given.value === 'group.id'
        ? undefined
        : 'The expression is "group.name" or "group.id".',
    run: ([ids, expression, limit], { groups, size }) => {
      const part = str(expression);
      if (part !== 'group.name' && part !== 'group.id')
        throw new ValueError('The expression is "group.name" or "group.id".');
      const wanted = new Set(toArray(ids).map(textOf));
      const found = groups.filter(({ id }) => wanted.has(id)).slice(0, Math.max(0, wholeNumber(limit)));
      size('elements', found.length);
      return found.map(({ id, name }) => (part === 'group.id' ? id : name));
    },
  },
  {
    name: 'user.getGroups',
    parameters: [{ name: 'criteria', kinds: bits.string, rest: true, criteria: true }],
    returns: stringsType,
    summary:
      'The groups that the user is in; with criteria, those that meet all of them. A string is the beginning of a name, and several strings are several beginnings. With .![id], .![name], .![type] or .![profile.name], that of each; without, their names.',
    example: {
      call: 'user.getGroups({\'group.profile.name\': {"Sales", "Support"}}).![name]',
      gives: '{"Sales East"}',
    },
    reads: 'groups',
    projects: groupAttributes,
    check: criteriaFault,
    run: (criteria, context) => findGroups(criteria, context).map(({ name }) => name),
    project: (criteria, context, attribute) =>
      findGroups(criteria, context).map((group) => readGroup(group, attribute)),
  },
  {
    name: 'user.isMemberOf',
    parameters: [{ name: 'criteria', kinds: 0, rest: true, criteria: true }],
    returns: booleanType,
    summary: 'Whether the user is in a group that meets all criteria.',
    example: {
      call: 'user.isMemberOf({\'group.profile.name\': "Sales East", \'operator\': "EXACT"})',
      gives: 'true',
    },
    reads: 'groups',
    check: criteriaFault,
    run: (criteria, context) => findGroups(criteria, context).length > 0,
  },
  {
    name: 'user.getInternalProperty',
    parameters: [{ name: 'property', kinds: bits.string }],
    returns: withNull(stringType),
    summary: 'The "id" or the "status" of the user, which is ACTIVE or DEPROVISIONED.',
    example: { call: 'user.getInternalProperty("status")', gives: '"ACTIVE"' },
    reads: 'user',
    check: ([given]) =>
      given?.kind !== 'literal' || given.value === 'id' || given.value === 'status'
        ? undefined
        : 'The property is "id" or "status".',
    run: ([property], { userId, userStatus }) => {
      if (property === 'id') return userId;
      return property === 'status' ? userStatus : null;
    },
  },
];
