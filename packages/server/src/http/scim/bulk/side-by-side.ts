import { isJsonObject, type BulkOperation, type JsonValue, type ResourceTypeDefinition } from '@lockstep/scim';

/** What others at the same endpoint notice of an operation. */
interface Effect {
  readonly kind: 'creates' | 'keeps' | 'removes';
  /** What nobody else beside it may touch: a resource, or a name that must stay unique. */
  readonly claim: string;
}

/** The attribute of a type whose values no two resources may share, e.g. `userName`; undefined unless it is just one. */
function uniqueAttribute({ schema }: ResourceTypeDefinition): string | undefined {
  const unique = schema.attributes.filter(({ uniqueness }) => uniqueness === 'server');
  return unique.length === 1 ? unique[0]?.name : undefined;
}

/** The unique name in a resource; undefined where it is not plain to see. */
export function uniqueNameIn(type: ResourceTypeDefinition, resource: JsonValue | undefined): string | undefined {
  const wanted = uniqueAttribute(type)?.toLowerCase();
  if (!isJsonObject(resource)) return undefined;
  const value = Object.entries(resource).find(([key]) => key.toLowerCase() === wanted)?.[1];
  return typeof value === 'string' ? value : undefined;
}

/** Whether a PATCH may rename: it does when it says the name of the attribute anywhere. */
function mayRename(type: ResourceTypeDefinition, data: JsonValue | undefined): boolean {
  const name = uniqueAttribute(type);
  return name === undefined || (JSON.stringify(data) ?? '').toLowerCase().includes(name.toLowerCase());
}

/** Undefined for what others had better not stand beside. A PUT is taken to keep the name. */
function effectOf(type: ResourceTypeDefinition, { method, id, data }: BulkOperation): Effect | undefined {
  const onResource = `id ${id}`;
  switch (method) {
    case 'POST': {
      const name = uniqueNameIn(type, data);
      return name === undefined ? undefined : { kind: 'creates', claim: `name ${name.trim().toLowerCase()}` };
    }
    case 'PUT':
      return uniqueNameIn(type, data) === undefined ? undefined : { kind: 'keeps', claim: onResource };
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
