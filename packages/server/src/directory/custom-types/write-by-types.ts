import { ScimError, type ResourceTypeDefinition } from '@lockstep/scim';
import type { OrganizationTypes } from './compile-types.ts';
import { ExtensionError } from './extension-fault.ts';
import { takenValues } from './extension-values.ts';
import type { TypeRegistry } from './type-registry.ts';

interface Typed {
  readonly organizationId: string;
  readonly type: 'user' | 'group';
  /** Those of the row that was just read; absent: those of the last second. */
  readonly types?: OrganizationTypes;
}

type Refused = { readonly kind: 'refused'; readonly error: unknown };

/**
 * Writes a user or a group by the organization's definitions as they are now, and once more where they changed in
 * between: nobody would send a click again. Values that cannot be become an {@link ExtensionError} of the outcome.
 */
export async function writeByTypes<Outcome extends { readonly kind: string }>(
  registry: Pick<TypeRegistry, 'current' | 'forget'>,
  { organizationId, type, types }: Typed,
  write: (types: OrganizationTypes) => Promise<Outcome>,
): Promise<Outcome | Refused> {
  const first = await attempt(types ?? (await registry.current(organizationId)), type, write);
  if (!isStale(first)) return first;
  registry.forget(organizationId);
  return attempt(await registry.current(organizationId), type, write);
}

async function attempt<Outcome extends { readonly kind: string }>(
  types: OrganizationTypes,
  type: 'user' | 'group',
  write: (types: OrganizationTypes) => Promise<Outcome>,
): Promise<Outcome | Refused> {
  try {
    return asTaken(types[type], await write(types));
  } catch (error) {
    if (!(error instanceof ExtensionError)) throw error;
    return { kind: 'refused', error };
  }
}

function asTaken<Outcome extends { readonly kind: string }>(
  type: ResourceTypeDefinition,
  outcome: Outcome,
): Outcome | Refused {
  if (outcome.kind !== 'refused' || !('error' in outcome)) return outcome;
  return { kind: 'refused', error: takenValues(type, outcome.error) ?? outcome.error };
}

function isStale(outcome: { readonly kind: string }): boolean {
  if (outcome.kind !== 'refused' || !('error' in outcome)) return false;
  return outcome.error instanceof ScimError && outcome.error.status === 503;
}
