import { LinkConflict, type LockedUser, type Via } from './link.ts';
import type { LinkEntry } from './link-statements.ts';

/** The refusal that a write is answered with; a conflict is noted besides. */
export function noteConflict(links: LinkEntry[], user: LockedUser, via: Via | undefined, error: unknown): unknown {
  if (!(error instanceof LinkConflict) || via === undefined) return error;
  links.push({ user, connectionId: via.connectionId, state: 'conflict', cause: via.cause });
  return error.refusal;
}
