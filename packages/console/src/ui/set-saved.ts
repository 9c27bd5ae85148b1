interface SavedForm<Values> {
  readonly setValues: (values: Values) => void;
  readonly resetDirty: (values: Values) => void;
}

/** The form holds what was saved, and nothing is left to be saved. The form's own `initialize` works only once. */
export function setSaved<Values>(form: SavedForm<Values>, values: Values): void {
  form.setValues(values);
  form.resetDirty(values);
}
