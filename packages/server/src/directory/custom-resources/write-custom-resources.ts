import { changedAttributes, type JsonObject } from '@lockstep/scim';
import type { Transaction } from 'kysely';
import type { ChangeEntry } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import { sqlState, type Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { BatchRefusal } from '../custom-types/batch-refusal.ts';
import { holdTypes, typesOfBatch } from '../custom-types/batch-types.ts';
import { moveUniqueValues } from '../custom-types/unique-values.ts';
import {
  deleteCustomResourceRows,
  insertCustomResourceRows,
  lockCustomResourceRows,
  updateCustomResourceRows,
} from './custom-resource-statements.ts';
import type { CustomResourceOutcome, CustomResourceWrite } from './custom-resource-write.ts';
import type { StoredCustomResource } from './stored-custom-resource.ts';

const deadlock = '40P01';

/** A resource that a batch touches: as it was, and as it will be. */
interface Touched {
  readonly write: CustomResourceWrite;
  readonly before: StoredCustomResource | undefined;
  after: StoredCustomResource | undefined;
}

/** What a batch will do, worked out in memory while its rows are locked. */
class Draft {
  readonly touched = new Map<string, Touched>();
  readonly #locked: ReadonlyMap<string, StoredCustomResource>;
  readonly #now = new Date();

  constructor(locked: readonly StoredCustomResource[]) {
    this.#locked = new Map(locked.map((resource) => [resource.id, resource]));
  }

  perform(write: CustomResourceWrite): CustomResourceOutcome {
    if (write.kind === 'create') return this.#create(write);
    const current = this.#current(write);
    if (current === undefined) return { kind: 'unknown' };
    try {
      if (write.kind === 'delete') {
        write.check(current);
        this.#put(write, undefined);
        return { kind: 'deleted', resource: current };
      }
      const resource = write.change(current);
      if (resource === current.resource) return { kind: 'written', resource: current };
      const next = { ...current, resource, version: current.version + 1, modifiedAt: this.#now };
      this.#put(write, next);
      return { kind: 'written', resource: next };
    } catch (error) {
      return { kind: 'refused', error };
    }
  }

  #create(write: Extract<CustomResourceWrite, { kind: 'create' }>): CustomResourceOutcome {
    const { organizationId, id, type, resource } = write;
    const times = { createdAt: this.#now, modifiedAt: this.#now };
    const created = { organizationId, id, resourceType: type.name, resource, version: 1, ...times };
    this.#put(write, created);
    return { kind: 'written', resource: created };
  }

  /** As the batch has left it so far; undefined for what is another organization's or of another type. */
  #current({ organizationId, id, type }: CustomResourceWrite): StoredCustomResource | undefined {
    const touched = this.touched.get(id);
    const current = touched === undefined ? this.#locked.get(id) : touched.after;
    return current?.organizationId === organizationId && current.resourceType === type.name ? current : undefined;
  }

  #put(write: CustomResourceWrite, after: StoredCustomResource | undefined): void {
    const touched = this.touched.get(write.id);
    if (touched === undefined) this.touched.set(write.id, { write, before: this.#locked.get(write.id), after });
    else touched.after = after;
  }
}

/** What of a resource goes into the change feed: nothing of secrets but that they moved. */
function changeOf({ write, before, after }: Touched): ChangeEntry {
  const none: JsonObject = {};
  return {
    organizationId: write.organizationId,
    actor: write.actor,
    resourceType: `custom:${write.type.name}`,
    resourceId: write.id,
    operation: before === undefined ? 'create' : after === undefined ? 'delete' : 'update',
    attributes: changedAttributes(write.type, before?.resource ?? none, after?.resource ?? none),
  };
}

/**
 * Writes a batch inside a transaction and appends its changes to the feed.
 * @throws BatchRefusal for a unique value that is taken, and for types that have changed
 */
export async function writeCustomResourcesIn(
  transaction: Transaction<Tables>,
  writes: readonly CustomResourceWrite[],
): Promise<CustomResourceOutcome[]> {
  await holdTypes(transaction, typesOfBatch(writes));
  const existing = writes.filter(({ kind }) => kind !== 'create');
  const draft = new Draft(await lockCustomResourceRows(transaction, existing));
  const outcomes = writes.map((write) => draft.perform(write));
  const touched = [...draft.touched.values()].filter(
    ({ before, after }) => before !== undefined || after !== undefined,
  );
  const rows = touched.flatMap(({ write, before, after }) =>
    after === undefined ? [] : [{ resource: after, type: write.type, isNew: before === undefined }],
  );
  await deleteCustomResourceRows(
    transaction,
    touched.flatMap(({ before, after }) => (before !== undefined && after === undefined ? [before] : [])),
  );
  await updateCustomResourceRows(
    transaction,
    rows.filter(({ isNew }) => !isNew),
  );
  await insertCustomResourceRows(
    transaction,
    rows.filter(({ isNew }) => isNew),
  );
  await moveUniqueValues(
    transaction,
    touched.map(({ write: { organizationId, id, type }, before, after }) => {
      return { organizationId, type, resourceId: id, before: before?.resource, after: after?.resource };
    }),
  );
  await recordChanges(transaction, touched.map(changeOf));
  return outcomes;
}

/**
 * Writes a batch in one transaction. Each write gets its own outcome: where one breaks the batch (a value that is taken,
 * a deadlock with another process), the writes go one by one.
 */
export async function writeCustomResources(
  database: Database,
  writes: readonly CustomResourceWrite[],
): Promise<CustomResourceOutcome[]> {
  try {
    return await database.db.transaction().execute((transaction) => writeCustomResourcesIn(transaction, writes));
  } catch (error) {
    if (error instanceof BatchRefusal && writes.length === 1) return [{ kind: 'refused', error: error.refusal }];
    if (!(error instanceof BatchRefusal) && sqlState(error) !== deadlock) throw error;
  }
  const outcomes: CustomResourceOutcome[] = [];
  for (const write of writes) outcomes.push(...(await writeCustomResources(database, [write])));
  return outcomes;
}
