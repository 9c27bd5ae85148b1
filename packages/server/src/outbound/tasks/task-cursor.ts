/** A place in the list of tasks. */
interface Place {
  /** ISO 8601 with microseconds: many may have failed within one millisecond. */
  readonly at: string;
  readonly applicationId: string;
  /** Of the task among those of one moment and application. */
  readonly place: string;
}

export function writePlace(row: { moment: string; application_id: string; place: string }): string {
  const place = [row.moment, row.application_id, row.place];
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Undefined for what is no cursor of ours. */
export function readPlace(cursor: string | undefined): Place | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString('utf8'));
    if (!Array.isArray(value)) return undefined;
    const [at, applicationId, place] = value as unknown[];
    if (typeof at !== 'string' || !/^[\d-]{10}T[\d:.]{15}Z$/.test(at) || Number.isNaN(Date.parse(at))) return undefined;
    if (typeof place !== 'string') return undefined;
    if (typeof applicationId !== 'string' || !/^[0-9a-f-]{36}$/.test(applicationId)) return undefined;
    return { at, applicationId, place };
  } catch {
    return undefined;
  }
}
