/** How far a CSV import of an organization has come: rows done of those that can be imported. */
export interface ImportStep {
  readonly organizationId: string;
  readonly done: number;
  readonly total: number;
}

/** Tells the open pages of this process how imports come along. */
export class ImportProgress {
  readonly #listeners = new Set<(step: ImportStep) => void>();

  tell(step: ImportStep): void {
    for (const listener of this.#listeners) listener(step);
  }

  /** Returns how to stop listening. */
  listen(listener: (step: ImportStep) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
