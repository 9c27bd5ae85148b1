import { ValueError } from '../function-definition.ts';
import type { ExpressionNode } from '../tree.ts';
import { textOf, type Value } from '../value.ts';

interface Group {
  readonly id: string;
  readonly name: string;
}

/** Groups of the directory are what Okta calls its own groups; none comes from an application. */
const groupType = 'OKTA_GROUP';
const keys = ['group.id', 'group.type', 'group.source.id', 'group.profile.name'];
const operators = ['EXACT', 'STARTS_WITH'];
const help = `Criteria are ${keys.map((key) => `'${key}'`).join(', ')}, and 'operator', which is "EXACT" or "STARTS_WITH".`;

/** What a projection may ask for of a group. */
export const groupAttributes: readonly string[] = ['id', 'name', 'type', 'profile.name'];

export function readGroup({ id, name }: Group, attribute: string): string {
  if (attribute === 'id') return id;
  return attribute === 'type' ? groupType : name;
}

/** A fault that shows in criteria as written. */
export function criteriaFault(items: readonly ExpressionNode[]): string | undefined {
  const wrong = items.some(
    (one) =>
      one.kind === 'criteria' &&
      (one.keys.some((key) => key !== 'operator' && !keys.includes(key)) || wrongOperator(one)),
  );
  return wrong ? help : undefined;
}

function wrongOperator(criteria: Extract<ExpressionNode, { kind: 'criteria' }>): boolean {
  const operator = criteria.items[criteria.keys.indexOf('operator')];
  return operator?.kind === 'literal' && !operators.includes(String(operator.value));
}

/**
 * Whether a group meets all criteria: the text at the beginning of its name, or pairs of a key and one value or more, of
 * which one must fit. Only names may begin like the value; they do unless the operator is EXACT. Throws `ValueError`.
 */
export function meets(group: Group, criteria: readonly Value[]): boolean {
  return criteria.every((one) => (typeof one === 'object' && one !== null ? meetsPairs(group, one) : false));
}

function meetsPairs(group: Group, pairs: readonly Value[]): boolean {
  const wanted = new Map(pairs.map(toPair));
  const operator = wanted.get('operator')?.[0] ?? 'STARTS_WITH';
  if (!operators.includes(operator)) throw new ValueError(help);
  wanted.delete('operator');
  return [...wanted].every(([key, values]) => values.some((value) => fits(group, key, value, operator === 'EXACT')));
}

function toPair(pair: Value): [string, string[]] {
  if (typeof pair !== 'object' || pair === null) throw new ValueError(help);
  const [key, value = null] = pair;
  if (typeof key !== 'string') throw new ValueError(help);
  const values = typeof value === 'object' && value !== null ? value : [value];
  return [key, values.filter((one) => one !== null).map(textOf)];
}

function fits(group: Group, key: string, value: string, exact: boolean): boolean {
  switch (key) {
    case 'group.id':
      return group.id === value;
    case 'group.type':
      return value === groupType;
    case 'group.source.id':
      return false;
    case 'group.profile.name':
      // .* at the end is how it was written before there was an operator
      return exact ? group.name === value : group.name.startsWith(value.replace(/\.\*$/, ''));
    default:
      throw new ValueError(help);
  }
}
