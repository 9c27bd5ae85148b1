import {
  allAttributes,
  isJsonObject,
  type BulkOperation,
  type JsonValue,
  type ResourceTypeDefinition,
} from '@lockstep/scim';

/** What others at the same endpoint notice of an operation. */
interface Effect {
  readonly kind: 'creates' | 'keeps' | 'removes';
  /** What nobody else beside it may touch: a resource, or a name that must stay unique. */
  readonly claim: string;
}

/** How a type tells its resources apart: not at all, by one name that is plain to see, or by more than that. */
type Naming = { readonly kind: 'none' | 'several' } | { readonly kind: 'one'; readonly name: string };

const namings = new WeakMap<ResourceTypeDefinition, Naming>();

function namingOf(type: ResourceTypeDefinition): Naming {
  const naming = namings.get(type) ?? findNaming(type);
  namings.set(type, naming);
  return naming;
}

function findNaming(type: ResourceTypeDefinition): Naming {
  const unique = allAttributes(type)
    .flatMap((attribute) => [attribute, ...attribute.subAttributes.all])
    .filter(({ definition, path }) => definition.uniqueness === 'server' && path !== 'id');
  const [only] = unique;
  if (only === undefined) return { kind: 'none' };
  const plain = unique.length === 1 && only.parent === undefined && only.extension === undefined;
  return plain ? { kind: 'one', name: only.name } : { kind: 'several' };
}

/** The unique name in a resource; undefined where it is not plain to see. */
export function uniqueNameIn(type: ResourceTypeDefinition, resource: JsonValue | undefined): string | undefined {
  const naming = namingOf(type);
  if (naming.kind !== 'one' || !isJsonObject(resource)) return undefined;
  const wanted = naming.name.toLowerCase();
  const value = Object.entries(resource).find(([key]) => key.toLowerCase() === wanted)?.[1];
  return typeof value === 'string' ? value : undefined;
}

/** Whether a PATCH may rename: it does when it says the name of the attribute anywhere. */
function mayRename(type: ResourceTypeDefinition, data: JsonValue | undefined): boolean {
  const naming = namingOf(type);
  if (naming.kind !== 'one') return naming.kind === 'several';
  return (JSON.stringify(data) ?? '').toLowerCase().includes(naming.name.toLowerCase());
}

/** Undefined for what others had better not stand beside. A PUT is taken to keep the name. */
function effectOf(type: ResourceTypeDefinition, { method, id, bulkId, data }: BulkOperation): Effect | undefined {
  const onResource = `id ${id}`;
  const nameless = namingOf(type).kind === 'none';
  switch (method) {
    case 'POST': {
      if (nameless) return { kind: 'creates', claim: `new ${bulkId}` };
      const name = uniqueNameIn(type, data);
      return name === undefined ? undefined : { kind: 'creates', claim: `name ${name.trim().toLowerCase()}` };
    }
    case 'PUT':
      return nameless || uniqueNameIn(type, data) !== undefined ? { kind: 'keeps', claim: onResource } : undefined;
    case 'PATCH':
      return mayRename(type, data) ? undefined : { kind: 'keeps', claim: onResource };
    case 'DELETE':
      return { kind: 'removes', claim: onResource };
  }
}

/**
 * Operations that leave the same whatever order they come in, so that they can go side by side (RFC 7644 §3.7): at one
 * endpoint, on different resources and names, none needing another, and no name freed that another might take.
 */
export class SideBySide {
  #endpoint: string | undefined;
  readonly #kinds = new Set<Effect['kind']>();
  readonly #claims = new Set<string>();
  readonly #bulkIds = new Set<string>();
  #closed = false;

  /** Whether the operation can join; then it has. The first always can. */
  join(type: ResourceTypeDefinition | undefined, operation: BulkOperation): boolean {
    if (this.#closed) return false;
    const effect = type === undefined ? undefined : effectOf(type, operation);
    if (this.#endpoint === undefined) this.#closed = effect === undefined;
    else if (effect === undefined || !this.#suits(operation, effect)) return false;
    this.#endpoint = operation.endpoint;
    if (operation.bulkId !== undefined) this.#bulkIds.add(operation.bulkId);
    if (effect === undefined) return true;
    this.#kinds.add(effect.kind);
    this.#claims.add(effect.claim);
    return true;
  }

  #suits({ endpoint, references }: BulkOperation, { kind, claim }: Effect): boolean {
    if (endpoint !== this.#endpoint || this.#claims.has(claim)) return false;
    if (references.some((reference) => this.#bulkIds.has(reference))) return false;
    return !(kind === 'creates' && this.#kinds.has('removes')) && !(kind === 'removes' && this.#kinds.has('creates'));
  }
}
