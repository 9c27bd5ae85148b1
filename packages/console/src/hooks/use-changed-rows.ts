import { useState } from 'react';

const none: ReadonlySet<string> = new Set();

/** Which rows changed since they were last drawn: rows by key, and a text that differs whenever the row does. */
export function useChangedRows(fingerprints: ReadonlyMap<string, string>): ReadonlySet<string> {
  const print = JSON.stringify([...fingerprints]);
  const [drawn, setDrawn] = useState({ print, fingerprints, changed: none });
  if (drawn.print === print) return drawn.changed;
  const changed = [...fingerprints].filter(
    ([key, text]) => drawn.fingerprints.has(key) && drawn.fingerprints.get(key) !== text,
  );
  const next = { print, fingerprints, changed: new Set(changed.map(([key]) => key)) };
  setDrawn(next);
  return next.changed;
}
