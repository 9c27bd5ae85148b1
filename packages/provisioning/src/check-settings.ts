import type { BaseUrlFault } from './base-url.ts';
import { convertConstant, sourceType } from './app-attribute-types.ts';
import type { AttributeType, ProfileSchemas } from './expressions/attribute-type.ts';
import { checkExpression } from './expressions/check-expression.ts';
import { describeError, ExpressionError } from './expressions/expression-error.ts';
import { templateStart } from './expressions/login-name-template.ts';
import { parseOktaExpression } from './expressions/okta-parser.ts';
import type {
  AppAttribute,
  AttributeMapping,
  MappingSource,
  ProfileSettings,
  UserNameSettings,
} from './profile-settings.ts';
import { parseTargetPath } from './target-path.ts';
import { userNameFormats } from './user-name-format.ts';
import { findCircles } from './reads.ts';
import { mappingSchemas, userNameSchemas, type NamedApplication, type UserAttribute } from './user-profile.ts';

/** A value that would need itself: within the account, at the application by its name, or by way of another application. */
type CircleFault = 'needs_itself' | 'reads_itself' | 'read_in_turn';

/** Something wrong with settings: where in them (`mappings.2.source`), and an English sentence. */
export interface SettingsFault {
  readonly path: string;
  readonly message: string;
  /** Where the console has words of its own. */
  readonly code?: BaseUrlFault | CircleFault;
  /** The names that those words need. */
  readonly values?: Readonly<Record<string, string>>;
}

/** Paths that the engine sets itself. */
const reserved = new Set(['userName', 'active', 'id', 'schemas', 'meta', 'password', 'groups']);

/**
 * Everything that is wrong with the settings of an application; empty when nothing is. `custom` are the attributes of
 * users that the organization has defined, `applications` those that expressions name.
 */
export function checkSettings(
  settings: ProfileSettings,
  custom: readonly UserAttribute[] = [],
  applications: readonly NamedApplication[] = [],
): readonly SettingsFault[] {
  const { attributes, mappings, userName } = settings;
  const byTarget = new Map(attributes.map((one) => [one.target, one]));
  const naming: Naming = { custom, schemas: mappingSchemas(custom, attributes, applications) };
  const checkAt = (mapping: AttributeMapping, index: number): SettingsFault[] =>
    checkMapping(mapping, byTarget.get(mapping.target), naming).map((fault) => ({
      ...fault,
      path: `mappings.${index}.${fault.path}`,
    }));
  const faults = [
    ...attributes.flatMap((one, index) => checkAttribute(one, `attributes.${index}`)),
    ...repeated(attributes, 'attributes'),
    ...mappings.flatMap(checkAt),
    ...repeated(mappings, 'mappings'),
    ...checkUserName(userName, userNameSchemas(custom, applications)),
  ];
  return faults.length > 0 ? faults : findCircles(settings).map(circleFault);
}

/** What mappings may name. */
interface Naming {
  readonly custom: readonly UserAttribute[];
  readonly schemas: ProfileSchemas;
}

function circleFault({ index, target }: { readonly index: number; readonly target: string }): SettingsFault {
  const message = `“${target}” would need its own value, by way of appuser.`;
  return { path: `mappings.${index}.source`, message, code: 'needs_itself', values: { target } };
}

function repeated(list: readonly { readonly target: string }[], name: string): SettingsFault[] {
  const seen = new Set<string>();
  return list.flatMap(({ target }, index) => {
    if (seen.has(target)) return [{ path: `${name}.${index}.target`, message: `“${target}” is there twice.` }];
    seen.add(target);
    return [];
  });
}

function checkAttribute({ target }: AppAttribute, path: string): SettingsFault[] {
  const parsed = parseTargetPath(target);
  const at = `${path}.target`;
  if (parsed === undefined) return [{ path: at, message: `“${target}” is not a path, such as name.familyName.` }];
  if (!reserved.has(parsed.attribute)) return [];
  return [{ path: at, message: `“${target}” cannot be mapped: it is set by the assignment itself.` }];
}

/** Paths within the mapping. */
function checkMapping(mapping: AttributeMapping, attribute: AppAttribute | undefined, naming: Naming): SettingsFault[] {
  if (attribute === undefined) return [{ path: 'target', message: `The attribute list has no “${mapping.target}”.` }];
  const message = faultOf(mapping.source, attribute.type, naming);
  return message === undefined ? [] : [{ path: 'source', message }];
}

function faultOf(source: MappingSource, type: AttributeType, { custom, schemas }: Naming): string | undefined {
  if (source.kind === 'constant') {
    return convertConstant(source.value, type) === undefined
      ? `This is no value for an attribute of type ${type}.`
      : undefined;
  }
  if (source.kind === 'expression') return expressionFault(source.expression, schemas, type);
  const given = sourceType(source.attribute, custom);
  if (given === undefined) return `The user profile has no attribute “${source.attribute}”.`;
  const fits =
    given === type || (type === 'number' && given === 'integer') || (type === 'string' && given !== 'string-array');
  return fits ? undefined : `An attribute of type ${type} cannot take one of type ${given}.`;
}

function checkUserName({ format, expression }: UserNameSettings, schemas: ProfileSchemas): SettingsFault[] {
  if (!userNameFormats.includes(format)) {
    return [{ path: 'userName.format', message: `There is no username format “${format}”.` }];
  }
  if (format !== 'custom') return [];
  const message =
    expression === undefined
      ? 'Write the expression of the custom format.'
      : expressionFault(expression, schemas, 'string', 'login-name');
  return message === undefined ? [] : [{ path: 'userName.expression', message }];
}

/** The first thing that is wrong with an expression, with its place. */
function expressionFault(
  text: string,
  schemas: ProfileSchemas,
  type: AttributeType,
  form?: ExpressionForm,
): string | undefined {
  const [first] = findFaults(text, schemas, type, form);
  return first === undefined ? undefined : describeError(first);
}

/** A login name may be written as a template, `${source.login}`; everything else is an expression. */
type ExpressionForm = 'expression' | 'login-name';

/** Everything that is wrong with an expression that is to give a value of the type. */
export function findFaults(
  text: string,
  schemas: ProfileSchemas,
  type: AttributeType,
  form: ExpressionForm = 'expression',
): readonly ExpressionError[] {
  const start = form === 'expression' ? templateStart(text) : -1;
  if (start >= 0) {
    const message = '“$” has no place here. Only login names are templates: write user.login without ${ }.';
    return [new ExpressionError('unexpected', { start, end: start + 1 }, message, { found: '$' })];
  }
  try {
    return checkExpression(parseOktaExpression(text), schemas, type).errors;
  } catch (error) {
    if (error instanceof ExpressionError) return [error];
    throw error;
  }
}
