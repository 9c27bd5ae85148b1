/** What is kept of every bearer secret, whatever it opens. */
export interface BearerRow {
  id: string;
  prefix: string;
  notes: string;
  created_at: Date;
  created_by: string;
  expires_at: Date | null;
  enabled: boolean;
  last_used_at: Date | null;
  last_used_address: string | null;
  last_used_client: string | null;
}

export const bearerColumns = [
  'id',
  'prefix',
  'notes',
  'created_at',
  'created_by',
  'expires_at',
  'enabled',
  'last_used_at',
  'last_used_address',
  'last_used_client',
] as const satisfies readonly (keyof BearerRow)[];

/** A bearer secret as lists show it: without what opens anything. */
export interface Bearer {
  readonly id: string;
  readonly prefix: string;
  readonly notes: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt?: Date;
  readonly enabled: boolean;
  readonly lastUsedAt?: Date;
  readonly lastUsedAddress?: string;
  readonly lastUsedClient?: string;
}

export function toBearer(row: BearerRow): Bearer {
  return {
    id: row.id,
    prefix: row.prefix,
    notes: row.notes,
    createdAt: row.created_at,
    createdBy: row.created_by,
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    enabled: row.enabled,
    ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
    ...(row.last_used_address === null ? {} : { lastUsedAddress: row.last_used_address }),
    ...(row.last_used_client === null ? {} : { lastUsedClient: row.last_used_client }),
  };
}

/** Whether a secret works now; the same word that lists show. */
export function bearerState(
  { enabled, expiresAt }: Pick<Bearer, 'enabled' | 'expiresAt'>,
  now: Date,
): 'usable' | 'disabled' | 'expired' {
  if (!enabled) return 'disabled';
  return expiresAt !== undefined && expiresAt <= now ? 'expired' : 'usable';
}
