import { own, thingAttributes } from '../things.ts';
import { mutateText, nastyTexts } from './nasty.ts';
import type { Random } from './random.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export const attributeNames: readonly string[] = [
  'userName id externalId active name.familyName name title displayName emails emails.value emails.type emails.primary',
  'meta meta.created meta.lastModified meta.version groups groups.value members members.value members.display',
  'members.$ref x509Certificates.value password schemas addresses.country roles nothing profileUrl USERNAME manager',
  `${enterprise}:department ${enterprise}:manager.value ${enterprise} urn:nothing:x __proto__ a.b.c`,
  // of the type that the organization has defined itself
  thingAttributes.map(({ name }) => name).join(' '),
  `place.room place.floor parts.value parts.primary ${own.cost} ${own.cost}:center ${own.lease}:until ${own.thing}:code`,
].flatMap((names) => names.split(' '));

const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'pr', 'EQ', 'xx', ''];
const literals = [
  '"a"',
  '""',
  'true',
  'false',
  'null',
  '0',
  '-1.5',
  '1e3',
  '"2026-01-01T00:00:00Z"',
  'bare',
  '"\\u0000"',
];

function literal(random: Random): string {
  return random.chance(0.6) ? random.pick(literals) : JSON.stringify(random.pick(nastyTexts));
}

function term(random: Random, depth: number): string {
  const name = random.pick(attributeNames);
  const operator = random.pick(operators);
  if (random.chance(0.15)) return `${name}[${filterText(random, depth + 2)}]`;
  if (random.chance(0.05)) return `${name}[type eq "work"].value ${operator} ${literal(random)}`;
  return operator === 'pr' ? `${name} pr` : `${name} ${operator} ${literal(random)}`;
}

function filterText(random: Random, depth: number): string {
  if (depth > 4 || random.chance(0.5)) return term(random, depth);
  const [left, right] = [filterText(random, depth + 1), filterText(random, depth + 1)];
  switch (random.below(4)) {
    case 0:
      return `(${left})`;
    case 1:
      return `not (${left})`;
    case 2:
      return `${left} and ${right}`;
    default:
      return `${left} or ${right}`;
  }
}

/** A filter, mostly one that follows the grammar; ids are such as the server knows. */
export function makeFilter(random: Random, ids: readonly string[]): string {
  if (random.chance(0.02)) return '('.repeat(random.below(5000));
  if (random.chance(0.02)) return Array(random.below(400)).fill('title pr').join(' and ');
  if (random.chance(0.02)) return `userName eq "${'\\'.repeat(random.below(3000))}`;
  if (random.chance(0.2))
    return `${random.pick(['id', 'members.value', 'groups.value', 'manager'])} eq "${random.pick(ids)}"`;
  const text = filterText(random, 0);
  return random.chance(0.25) ? mutateText(text, random) : text;
}

/** A PATCH path. */
export function makePath(random: Random, ids: readonly string[]): string {
  const name = random.pick(attributeNames);
  switch (random.below(5)) {
    case 0:
      return `${name}[${makeFilter(random, ids)}]`;
    case 1:
      return `${name}[type eq "work"].${random.pick(['value', 'display', 'primary', 'nothing'])}`;
    case 2:
      return mutateText(name, random);
    default:
      return name;
  }
}
