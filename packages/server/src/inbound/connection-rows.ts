import type { JsonObject } from '@lockstep/scim';
import { policyOf, type Policy, type PolicyOverrides, type Preset } from './policy.ts';

/** One inbound link of an organization. `refusedWhileOff` counts writes refused since propagation was switched off. */
export interface Connection {
  readonly organizationId: string;
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly preset: Preset;
  readonly overrides: PolicyOverrides;
  /** The rules in force: the preset's with the overrides. */
  readonly policy: Policy;
  readonly propagation: boolean;
  readonly refusedWhileOff: number;
  readonly lastRequestAt?: Date;
}

export interface ConnectionRow {
  readonly organization_id: string;
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly preset: Preset;
  readonly policy: JsonObject;
  readonly propagation: boolean;
  readonly refused_while_off: number;
  readonly last_request_at: Date | null;
}

export const connectionColumns = [
  'organization_id',
  'id',
  'slug',
  'name',
  'preset',
  'policy',
  'propagation',
  'refused_while_off',
  'last_request_at',
] as const;

export function toConnection(row: ConnectionRow): Connection {
  const overrides = row.policy as PolicyOverrides;
  return {
    organizationId: row.organization_id,
    id: row.id,
    slug: row.slug,
    name: row.name,
    preset: row.preset,
    overrides,
    policy: policyOf({ preset: row.preset, overrides }),
    propagation: row.propagation,
    refusedWhileOff: row.refused_while_off,
    ...(row.last_request_at === null ? {} : { lastRequestAt: row.last_request_at }),
  };
}
