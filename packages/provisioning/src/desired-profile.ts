import { toAttributeValue } from './app-attribute-types.ts';
import type { AppProfile, AppValue } from './app-profile.ts';
import { effectiveValues, toAssignedValue, type AssignedValues } from './assigned-values.ts';
import type { AttributeType } from './expressions/attribute-type.ts';
import { evaluateExpression } from './expressions/evaluate-expression.ts';
import { describeError, ExpressionError } from './expressions/expression-error.ts';
import { parseOktaExpression } from './expressions/okta-parser.ts';
import type { AppAttribute, AttributeMapping } from './profile-settings.ts';
import type { ApplicationTemplate } from './template.ts';
import { evaluationFor } from './user-evaluation.ts';
import { computeUserName, type Unmade } from './user-name-format.ts';
import { readAttribute, type SourceUser } from './user-source.ts';

export type DesiredProfile = { readonly profile: AppProfile } | Unmade;

/** What one mapping gives: a value, none, or in plain words why it gives none although it should. */
export interface MappedValue {
  readonly mapping: AttributeMapping;
  /** The assignment sets the value, in place of the mapping's source. */
  readonly assigned?: true;
  readonly value?: AppValue;
  readonly reason?: string;
}

/** What the account of an assigned, active user is to hold, or in plain words why that cannot be computed. */
export function desiredProfile(
  template: ApplicationTemplate,
  user: SourceUser,
  assignment: AssignedValues = {},
  accountName?: string,
): DesiredProfile {
  const named = desiredUserName(template, user, assignment, accountName);
  if ('reason' in named) return named;
  const profile: Record<string, AppValue> = { userName: named.userName, active: true };
  for (const { mapping, value, reason } of mapValues(template, user, named.userName, assignment)) {
    if (reason !== undefined) return { reason };
    if (value !== undefined) profile[mapping.target] = value;
  }
  return { profile };
}

/**
 * The login name of the assignment, else the one that the username format makes; or why the application would not take it.
 * `accountName` is that of the account that is there already: the format `none` leaves it alone.
 */
export function desiredUserName(
  template: ApplicationTemplate,
  user: SourceUser,
  assignment: AssignedValues = {},
  accountName?: string,
): { readonly userName: string } | Unmade {
  const given = assignment.userName ?? (template.userNameFormat === 'none' ? accountName : undefined);
  const named = given === undefined ? computeUserName(template, user) : { userName: given };
  const longest = template.constraints?.userNameMaxLength;
  if ('reason' in named || longest === undefined || Array.from(named.userName).length <= longest) return named;
  return {
    reason: `${template.name} takes login names of at most ${longest} characters, and “${named.userName}” is longer: set another one on the assignment of this person.`,
  };
}

/** What every mapping gives for a user, in their order, and then what assignments set although it is not mapped. */
export function mapValues(
  template: ApplicationTemplate,
  user: SourceUser,
  userName: string | undefined,
  assignment: AssignedValues = {},
): readonly MappedValue[] {
  const attributes = new Map(template.attributes.map((one) => [one.target, one]));
  const assigned = effectiveValues(template.attributes, assignment);
  const mapped = new Set(template.mappings.map(({ target }) => target));
  const unmapped = template.attributes.flatMap((one): MappedValue[] => {
    const value = assigned.get(one.target);
    if (value === undefined || mapped.has(one.target)) return [];
    const source = { kind: 'constant', value } as const;
    return [assignedValue({ target: one.target, source, applyOn: 'create-and-update' }, one, value)];
  });
  const values = template.mappings.map((mapping) => {
    const attribute = attributes.get(mapping.target);
    const value = assigned.get(mapping.target);
    return attribute === undefined || value === undefined
      ? mapValue(mapping, attribute, user, userName)
      : assignedValue(mapping, attribute, value);
  });
  return [...values, ...unmapped];
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
  userName: string | undefined,
): MappedValue {
  const name = attribute?.label ?? mapping.target;
  try {
    const value = withoutWithheld(evaluate(mapping, attribute?.type, user, userName), attribute);
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
  userName: string | undefined,
): AppValue | undefined {
  if (source.kind === 'constant') return source.value;
  if (source.kind === 'attribute') {
    const value = readAttribute(user, source.attribute);
    return value === undefined || type === undefined ? value : toAttributeValue(value, type);
  }
  const value = evaluateExpression(parseOktaExpression(source.expression), evaluationFor(user, userName));
  return toAttributeValue(value, type ?? 'string');
}

/** A list without the elements that were deleted from the attribute list; an empty one is no value. */
function withoutWithheld(value: AppValue | undefined, attribute: AppAttribute | undefined): AppValue | undefined {
  const withheld = attribute?.withheld;
  if (typeof value !== 'object' || withheld === undefined) return value;
  const kept = value.filter((one) => !withheld.includes(one));
  return kept.length === 0 ? undefined : kept;
}
