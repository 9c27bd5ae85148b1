import {
  andFilter,
  notFilter,
  orFilter,
  presentFilter,
  printAttributePath,
  readAttributePath,
  resolveAttribute,
  ScimError,
  type AttributePath,
  type Filter,
  type ResourceTypeDefinition,
  type ToleranceRecorder,
} from '@lockstep/scim';

const id = readAttributePath('id');
if (id === undefined) throw new TypeError('"id" is no attribute path.');
/** Every resource has an id. */
const always = presentFilter(id);
const never = notFilter(always);

/** Attributes that a filter names, without those within value paths. */
function pathsOf(filter: Filter): readonly AttributePath[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.flatMap(pathsOf);
    case 'not':
      return pathsOf(filter.operand);
    case 'comparison':
    case 'present':
    case 'valuePath':
      return [filter.path];
  }
}

/**
 * Refuses a filter that names an attribute which none of the types has: surely a slip of the pen.
 * @throws ScimError `invalidFilter`
 */
export function checkKnown(
  filter: Filter,
  types: readonly ResourceTypeDefinition[],
  recorder: ToleranceRecorder,
): void {
  for (const path of pathsOf(filter)) {
    if (types.some((type) => resolveAttribute(type, path, recorder) !== undefined)) continue;
    throw ScimError.invalidFilter(`There is no attribute "${printAttributePath(path)}"`);
  }
}

/**
 * What a filter over several resource types says for one of them: an attribute that the type does not have counts as an
 * attribute without value (RFC 7644 §3.4.2.1).
 */
export function filterForType(filter: Filter, type: ResourceTypeDefinition, recorder: ToleranceRecorder): Filter {
  switch (filter.kind) {
    case 'and':
      return andFilter(filter.operands.map((operand) => filterForType(operand, type, recorder)));
    case 'or':
      return orFilter(filter.operands.map((operand) => filterForType(operand, type, recorder)));
    case 'not':
      return notFilter(filterForType(filter.operand, type, recorder));
    case 'comparison':
    case 'present':
    case 'valuePath':
      return resolveAttribute(type, filter.path, recorder) === undefined ? withoutValue(filter) : filter;
  }
}

function withoutValue(filter: Filter): Filter {
  if (filter.kind !== 'comparison') return never;
  // `ne null` asks for a value
  const holds = filter.value === null ? filter.operator === 'eq' : filter.operator === 'ne';
  return holds ? always : never;
}
