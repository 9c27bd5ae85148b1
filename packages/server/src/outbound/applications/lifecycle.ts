import type { ApplicationRow } from './application-rows.ts';

/** What becomes of an account that is not to be active any more; `delete-later` deactivates it until then. */
export type Ending = ApplicationRow['on_unassign'];

/** What happens to a person that ends the account. */
export type EndEvent = 'unassign' | 'deactivate' | 'suspend' | 'delete';

/** What an application does on each event. `deleteAfterDays` is of `delete-later`. */
export type Lifecycle = Readonly<Record<EndEvent, Ending>> & { readonly deleteAfterDays: number };

export type LifecycleEdit = { readonly [K in keyof Lifecycle]?: Lifecycle[K] | undefined };

/** The columns of an edit; undefined: as it is. */
export function lifecycleColumns(edit: LifecycleEdit = {}) {
  return {
    on_unassign: edit.unassign,
    on_deactivate: edit.deactivate,
    on_suspend: edit.suspend,
    on_delete: edit.delete,
    delete_after_days: edit.deleteAfterDays,
  };
}

export function lifecycleOf(row: ApplicationRow): Lifecycle {
  return {
    unassign: row.on_unassign,
    deactivate: row.on_deactivate,
    suspend: row.on_suspend,
    delete: row.on_delete,
    deleteAfterDays: row.delete_after_days,
  };
}
