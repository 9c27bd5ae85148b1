/** A place in the list of tasks. */
interface Place {
  /** ISO 8601 with milliseconds. */
  readonly at: string;
  readonly applicationId: string;
  readonly userId: string;
}

export function writePlace(row: { error_at: Date; application_id: string; user_id: string }): string {
  const place = [row.error_at.toISOString(), row.application_id, row.user_id];
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Undefined for what is no cursor of ours. */
export function readPlace(cursor: string | undefined): Place | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString('utf8'));
    if (!Array.isArray(value)) return undefined;
    const [at, applicationId, userId] = value as unknown[];
    const uuids = [applicationId, userId].every((one) => typeof one === 'string' && /^[0-9a-f-]{36}$/.test(one));
    if (!uuids || typeof at !== 'string' || Number.isNaN(Date.parse(at))) return undefined;
    return { at: new Date(at).toISOString(), applicationId: String(applicationId), userId: String(userId) };
  } catch {
    return undefined;
  }
}
