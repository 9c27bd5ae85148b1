import {
  allAttributes,
  type AttributeDefinition,
  type ResourceAttribute,
  type ResourceTypeDefinition,
} from '@lockstep/scim';

/** A condition over the resources of a type: a SQL/JSON path that is true of those that do not meet it. */
export interface Requirement {
  readonly path: string;
  /** Exists in the resources that break the requirement. */
  readonly brokenBy: string;
  /** Only resources that have this extension are asked. */
  readonly within?: string;
}

/** What a change of definitions means for the resources of one type. */
export interface Differences {
  /** Attributes and sub-attributes whose values have no place any more. */
  readonly lost: readonly ResourceAttribute[];
  /** Extensions that resources may no longer have. */
  readonly lostExtensions: readonly string[];
  /** Attributes whose search documents are to be written anew. */
  readonly refolded: readonly ResourceAttribute[];
  readonly requirements: readonly Requirement[];
  readonly newlyUnique: readonly ResourceAttribute[];
  readonly noLongerUnique: readonly ResourceAttribute[];
}

function withParts(type: ResourceTypeDefinition): ReadonlyMap<string, ResourceAttribute> {
  const all = allAttributes(type).flatMap((attribute) =>
    attribute.definition.type === 'complex' ? [attribute, ...attribute.subAttributes.all] : [attribute],
  );
  return new Map(all.map((attribute) => [attribute.path, attribute]));
}

/** Whether values of the one are values of the other as they are stored. */
function isKept(before: AttributeDefinition, after: AttributeDefinition | undefined): boolean {
  const isSecret = ({ mutability }: AttributeDefinition): boolean => mutability === 'writeOnly';
  return (
    after !== undefined &&
    after.type === before.type &&
    after.multiValued === before.multiValued &&
    isSecret(after) === isSecret(before)
  );
}

/** A SQL/JSON path to an attribute's values in lists and single values alike; names have no quotes. */
export function jsonPathOf({ extension, parent, name }: ResourceAttribute): string {
  return ['$', ...[extension, parent?.name, name].flatMap((part) => (part === undefined ? [] : [`"${part}"`]))].join(
    '.',
  );
}

function requirementsOf(type: ResourceTypeDefinition): readonly Requirement[] {
  const ofAttributes = [...withParts(type).values()].flatMap((attribute): Requirement[] => {
    const { definition, extension, parent, path, name } = attribute;
    if (!definition.required || definition.mutability === 'readOnly' || !definition.retained) return [];
    const within = extension === undefined ? {} : { within: extension };
    if (parent === undefined)
      return [{ path, brokenBy: `$ ? (!exists(@${jsonPathOf(attribute).slice(1)}))`, ...within }];
    return [{ path, brokenBy: `${jsonPathOf(parent)} ? (!exists(@."${name}"))`, ...within }];
  });
  const ofExtensions = type.extensions.flatMap(({ required, schema: { id } }): Requirement[] =>
    required ? [{ path: id, brokenBy: `$ ? (!exists(@."${id}"))` }] : [],
  );
  return [...ofAttributes, ...ofExtensions];
}

/** Compares a resource type before and after a change of the definitions. */
export function differencesOf(before: ResourceTypeDefinition, after: ResourceTypeDefinition): Differences {
  const [old, now] = [withParts(before), withParts(after)];
  const isUnique = ({ definition, path }: ResourceAttribute): boolean =>
    definition.uniqueness === 'server' && path !== 'id' && path !== 'userName';
  const lost = [...old.values()].filter(({ definition, path }) => !isKept(definition, now.get(path)?.definition));
  const lostPaths = new Set(lost.map(({ path }) => path));
  const met = new Set(requirementsOf(before).flatMap(({ path }) => (lostPaths.has(path) ? [] : [path])));
  const isRefolded = ({ definition, path }: ResourceAttribute): boolean =>
    now.get(path) !== undefined && now.get(path)?.definition.caseExact !== definition.caseExact;
  const refolded = [...old.values()].filter(isRefolded);
  const moved = new Set([...lost, ...refolded].map(({ path }) => path));
  const stays = ({ path }: ResourceAttribute, other: ReadonlyMap<string, ResourceAttribute>): boolean => {
    const counterpart = other.get(path);
    return counterpart !== undefined && isUnique(counterpart) && !moved.has(path);
  };
  return {
    lost,
    lostExtensions: before.extensions.flatMap(({ schema: { id } }) =>
      after.findExtension(id) === undefined ? [id] : [],
    ),
    refolded,
    requirements: requirementsOf(after).filter(({ path }) => !met.has(path)),
    newlyUnique: [...now.values()].filter((attribute) => isUnique(attribute) && !stays(attribute, old)),
    noLongerUnique: [...old.values()].filter((attribute) => isUnique(attribute) && !stays(attribute, now)),
  };
}
