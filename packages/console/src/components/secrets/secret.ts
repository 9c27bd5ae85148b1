import type { ApiKey, ApiToken } from '@lockstep/admin-api';

/** What API tokens and API keys have in common: shown once, limited in time, disabled before they are deleted. */
export type Secret = Pick<
  ApiToken & ApiKey,
  'id' | 'notes' | 'prefix' | 'state' | 'enabled' | 'expiresAt' | 'lastUsedAt' | 'lastUsedAddress' | 'lastUsedClient'
>;

/** What a secret is called in sentences. */
export function nameOf({ notes, prefix }: Secret): string {
  return notes === '' ? `${prefix}…` : notes;
}
