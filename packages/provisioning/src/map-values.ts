import { toAttributeValue } from './app-attribute-types.ts';
import type { AppValue } from './app-profile.ts';
import { variablesOf } from './app-user-profile.ts';
import { effectiveValues, toAssignedValue, type AssignedValues } from './assigned-values.ts';
import type { AttributeType } from './expressions/attribute-type.ts';
import { evaluateExpression } from './expressions/evaluate-expression.ts';
import { describeError, ExpressionError } from './expressions/expression-error.ts';
import { parseOktaExpression } from './expressions/okta-parser.ts';
import type { AppAttribute, AttributeMapping } from './profile-settings.ts';
import type { ApplicationTemplate } from './template.ts';
import { accountAttributes } from './reads.ts';
import { evaluationFor, type AccountReader } from './user-evaluation.ts';
import { readAttribute, type SourceUser } from './user-source.ts';

/** What one mapping gives: a value, none, or in plain words why it gives none although it should. */
export interface MappedValue {
  readonly mapping: AttributeMapping;
  /** The assignment sets the value, in place of the mapping's source. */
  readonly assigned?: true;
  readonly value?: AppValue;
  readonly reason?: string;
}

/** What every mapping gives for a user, in their order, and then what assignments set although it is not mapped. */
export function mapValues(
  template: ApplicationTemplate,
  user: SourceUser,
  userName: string | undefined,
  assignment: AssignedValues = {},
): readonly MappedValue[] {
  return mappedAccount(template, user, userName, assignment).values();
}

/**
 * What an account is to hold, as expressions read it: `appuser.title` is what the assignment or the mapping of `title`
 * gives, and `appuser.userName` the login name. What gives nothing, or fails, is null.
 */
export function accountReader(
  template: ApplicationTemplate,
  user: SourceUser,
  userName: string | undefined,
  assignment: AssignedValues = {},
): AccountReader {
  return mappedAccount(template, user, userName, assignment).read;
}

/**
 * Each value is computed once, after those that it needs: one after the other and never inside each other, however long
 * the chain is.
 */
function mappedAccount(
  template: ApplicationTemplate,
  user: SourceUser,
  userName: string | undefined,
  assignment: AssignedValues,
): { readonly values: () => readonly MappedValue[]; readonly read: AccountReader } {
  const attributes = new Map(template.attributes.map((one) => [one.target, one]));
  const rules = rulesOf(template, effectiveValues(template.attributes, assignment));
  const known = new Map<string, MappedValue | undefined>();
  const variables = lazily(() => variablesOf(template.attributes));
  const targetOf = (variable: string): string => variables().get(variable)?.target ?? '';
  const readKnown: AccountReader = (variable) =>
    variable === 'userName' ? (userName ?? null) : (known.get(targetOf(variable))?.value ?? null);
  const compute = (target: string): MappedValue | undefined => {
    const [rule, attribute] = [rules.get(target), attributes.get(target)];
    if (rule === undefined) return undefined;
    return attribute === undefined || rule.set === undefined
      ? mapValue(rule.mapping, attribute, user, readKnown)
      : assignedValue(rule.mapping, attribute, rule.set);
  };
  const needsOf = (target: string): readonly string[] => {
    const rule = rules.get(target);
    const source = rule?.set === undefined ? rule?.mapping.source : undefined;
    return source?.kind === 'expression' ? accountAttributes(source.expression, variables) : [];
  };
  const resolve = (target: string): MappedValue | undefined => {
    const path = [target];
    for (let next = path.at(-1); next !== undefined; next = path.at(-1)) {
      // settings in which a value needs itself are refused; should there be one, it is nothing to itself
      const missing = known.has(next) ? undefined : needsOf(next).find((one) => !known.has(one) && !path.includes(one));
      if (missing !== undefined) path.push(missing);
      else {
        path.pop();
        if (!known.has(next)) known.set(next, compute(next));
      }
    }
    return known.get(target);
  };
  return {
    values: () => [...rules.keys()].map(resolve).filter((one) => one !== undefined),
    read: (variable) => {
      resolve(targetOf(variable));
      return readKnown(variable);
    },
  };
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

interface Rule {
  readonly mapping: AttributeMapping;
  /** What the assignment sets in its place. */
  readonly set: AppValue | undefined;
}

/** By target: the mappings in their order, and then what assignments set although it is not mapped. */
function rulesOf(
  { mappings, attributes }: ApplicationTemplate,
  assigned: ReadonlyMap<string, AppValue>,
): ReadonlyMap<string, Rule> {
  const rules = new Map<string, Rule>();
  for (const mapping of mappings) rules.set(mapping.target, { mapping, set: assigned.get(mapping.target) });
  for (const { target } of attributes) {
    const value = assigned.get(target);
    if (value === undefined || rules.has(target)) continue;
    const source = { kind: 'constant', value } as const;
    rules.set(target, { mapping: { target, source, applyOn: 'create-and-update' }, set: value });
  }
  return rules;
}

function assignedValue(mapping: AttributeMapping, attribute: AppAttribute, set: AppValue): MappedValue {
  const value = withoutWithheld(toAssignedValue(set, attribute), attribute);
  if (value !== undefined) return { mapping, assigned: true, value };
  if (!attribute.required) return { mapping, assigned: true };
  const name = attribute.label ?? attribute.target;
  return { mapping, assigned: true, reason: `“${name}” is required, and the assignment says that it has no value.` };
}

function mapValue(
  mapping: AttributeMapping,
  attribute: AppAttribute | undefined,
  user: SourceUser,
  account: AccountReader,
): MappedValue {
  const name = attribute?.label ?? mapping.target;
  try {
    const value = withoutWithheld(evaluate(mapping, attribute?.type, user, account), attribute);
    if (value !== undefined) return { mapping, value };
    if (attribute?.required !== true) return { mapping };
    return { mapping, reason: `“${name}” is required, and this person has no value for it.` };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { mapping, reason: `The expression of “${name}” fails for this person. ${describeError(error)}` };
  }
}

/** Throws {@link ExpressionError}. */
function evaluate(
  { source }: AttributeMapping,
  type: AttributeType | undefined,
  user: SourceUser,
  account: AccountReader,
): AppValue | undefined {
  if (source.kind === 'constant') return source.value;
  if (source.kind === 'attribute') {
    const value = readAttribute(user, source.attribute);
    return value === undefined || type === undefined ? value : toAttributeValue(value, type);
  }
  const value = evaluateExpression(parseOktaExpression(source.expression), evaluationFor(user, account));
  return toAttributeValue(value, type ?? 'string');
}

/** A list without the elements that were deleted from the attribute list; an empty one is no value. */
function withoutWithheld(value: AppValue | undefined, attribute: AppAttribute | undefined): AppValue | undefined {
  const withheld = attribute?.withheld;
  if (typeof value !== 'object' || withheld === undefined) return value;
  const kept = value.filter((one) => !withheld.includes(one));
  return kept.length === 0 ? undefined : kept;
}
