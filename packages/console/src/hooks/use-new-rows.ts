import { useState } from 'react';

const none: ReadonlySet<string> = new Set();

/** Which rows came since the list was last drawn, as long as it is still the same list: some rows must have stayed. */
export function useNewRows(keys: readonly string[]): ReadonlySet<string> {
  const print = keys.join(' ');
  const [drawn, setDrawn] = useState({ print, keys: new Set(keys), fresh: none });
  if (drawn.print === print) return drawn.fresh;
  const stayed = keys.some((key) => drawn.keys.has(key));
  const fresh = stayed ? new Set(keys.filter((key) => !drawn.keys.has(key))) : none;
  const next = { print, keys: new Set(keys), fresh };
  setDrawn(next);
  return next.fresh;
}
