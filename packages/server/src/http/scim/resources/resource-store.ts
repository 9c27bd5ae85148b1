import type {
  CheckedComparison,
  JsonObject,
  JsonValue,
  PatchOperation,
  Projection,
  ResourceTypeDefinition,
} from '@lockstep/scim';
import type { CreateCustomResource } from '../../../directory/custom-resources/custom-resource-write.ts';
import type { CreateGroup } from '../../../directory/groups/group-write.ts';
import type { Snapshot } from '../../../directory/search/read-snapshot.ts';
import type { SearchTable } from '../../../directory/search/source.ts';
import type { CreateUser } from '../../../directory/users/user-write.ts';
import type { ScimContext } from '../scim-context.ts';

/** A resource as its store keeps it; see `present` of the SCIM package for how it becomes an answer. */
export interface StoredResource {
  readonly id: string;
  readonly attributes: JsonObject;
  /** The JSON text of the attributes, where they came as such; then taking it apart can wait until it is needed. */
  readonly text?: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  /** Read-only attributes that are worked out, such as the groups of a user. */
  readonly readOnly?: JsonObject;
  /** Further attributes as JSON text, projected already, that go into the answer as they are: the members of a group. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** What will be shown of a resource, so that nothing else is loaded; undefined when nothing will. */
export type Shown = Projection | undefined;

/** Which resources to load, and what of them. */
interface Selection {
  readonly ids: readonly string[];
  readonly shown: Shown;
}

/** A resource to create, under an id that nobody has yet. */
export interface Creation {
  readonly id: string;
  readonly attributes: JsonObject;
}

/** A creation as the directory takes it. */
export type CreationOrder =
  | { readonly kind: 'user'; readonly write: CreateUser }
  | { readonly kind: 'group'; readonly write: CreateGroup }
  | { readonly kind: 'custom'; readonly write: CreateCustomResource };

interface Change {
  /** Throws to refuse, for instance because of the version; sees the current attributes under a lock. */
  readonly check: (current: StoredResource) => void;
  readonly shown: Shown;
}

export interface Replacement extends Change {
  readonly body: JsonValue;
}

export interface Patch extends Change {
  readonly operations: readonly PatchOperation[];
}

/**
 * What the endpoints need of a resource type. Every method works inside the context's organization and nowhere else,
 * answers undefined or false for what does not exist, and throws ScimError for what it refuses.
 */
export interface ResourceStore {
  readonly type: ResourceTypeDefinition;
  create(context: ScimContext, creation: Creation, shown: Shown): Promise<StoredResource>;
  /** What `create` would write, for several creations that are to be written together. */
  orderCreation(context: ScimContext, creation: Creation): CreationOrder;
  find(context: ScimContext, id: string, shown: Shown): Promise<StoredResource | undefined>;
  /**
   * All resources of which a single-valued attribute has a value, by id: the lookup that clients do before each create.
   * Undefined when the attribute has no such short way; a query then finds them.
   */
  lookUp?(
    context: ScimContext,
    comparison: CheckedComparison,
    shown: Shown,
  ): Promise<readonly StoredResource[] | undefined>;
  /** The resources as queries see them; undefined when there are none for this connection. */
  table(context: ScimContext): SearchTable | undefined;
  /** Existing resources in the order of their ids. May end early (RFC 7644 §3.4.2.4), but not before the first. */
  load(context: ScimContext, snapshot: Snapshot, selection: Selection): Promise<readonly StoredResource[]>;
  /** RFC 7644 §3.5.1: what the body leaves out is cleared. A body that changes nothing writes nothing. */
  replace(context: ScimContext, id: string, replacement: Replacement): Promise<StoredResource | undefined>;
  /** RFC 7644 §3.5.2: all operations or none. */
  patch(context: ScimContext, id: string, patch: Patch): Promise<StoredResource | undefined>;
  remove(context: ScimContext, id: string, check: (current: StoredResource) => void): Promise<boolean>;
}

/** Puts what was loaded into the order of the ids. */
export function inOrder<T extends { readonly id: string }>(ids: readonly string[], loaded: readonly T[]): readonly T[] {
  const byId = new Map(loaded.map((one) => [one.id, one]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
