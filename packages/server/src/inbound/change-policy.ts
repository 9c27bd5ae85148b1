import type { Actor, AttributeChange } from '../changes/change.ts';
import { recordChanges } from '../changes/record-changes.ts';
import type { Database } from '../storage/database.ts';
import { connectionColumns, toConnection, type Connection } from './connection-rows.ts';
import { dialectOptionNames, dialects, type DialectOptionName, type DialectOptions } from './dialect-options.ts';
import {
  policyOf,
  presets,
  ruleNames,
  type PolicyOverrides,
  type Preset,
  type RuleName,
  type Rules,
} from './policy.ts';

/** `null` takes an override away; a preset begins anew. */
export interface PolicyChange {
  readonly preset?: Preset | undefined;
  readonly rules?: { readonly [K in RuleName]?: Rules[K] | null | undefined } | undefined;
  readonly tolerances?: { readonly [K in DialectOptionName]?: boolean | null | undefined } | undefined;
}

/** Overrides with a change made to them; what says the same as without an override is none. */
function merged<T extends object>(before: Partial<T>, change: object, plain: T): Partial<T> {
  const all = { ...before, ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) };
  const differing = Object.entries(all).filter(([name, value]) => value !== null && plain[name as keyof T] !== value);
  return Object.fromEntries(differing) as Partial<T>;
}

function overridesAfter({ preset: now, overrides }: Connection, change: PolicyChange): PolicyOverrides {
  const before = change.preset === undefined ? overrides : {};
  const preset = change.preset ?? now;
  const rules = merged<Rules>(before.rules ?? {}, change.rules ?? {}, presets[preset]);
  const { dialect } = policyOf({ preset, overrides: { rules } });
  return {
    rules,
    tolerances: merged<DialectOptions>(before.tolerances ?? {}, change.tolerances ?? {}, dialects[dialect]),
  };
}

function differences(before: Connection, after: Connection): AttributeChange[] {
  const preset = before.preset === after.preset ? [] : [{ path: 'preset', before: before.preset, after: after.preset }];
  const rules = ruleNames
    .filter((name) => before.policy[name] !== after.policy[name])
    .map((name) => ({ path: `policy.${name}`, before: before.policy[name], after: after.policy[name] }));
  const tolerances = dialectOptionNames
    .filter((name) => before.policy.tolerances[name] !== after.policy.tolerances[name])
    .map((name) => ({
      path: `policy.tolerances.${name}`,
      before: before.policy.tolerances[name],
      after: after.policy.tolerances[name],
    }));
  return [...preset, ...rules, ...tolerances];
}

/** Changes the rules of a connection, each change an attribute of one entry in the feed. */
export async function changePolicy(
  database: Database,
  { organizationId, id }: Connection,
  change: PolicyChange,
  actor: Actor,
): Promise<Connection> {
  return database.db.transaction().execute(async (transaction) => {
    const own = { organization_id: organizationId, id };
    const row = await transaction
      .selectFrom('connections')
      .select(connectionColumns)
      .where((is) => is.and(own))
      .forUpdate()
      .executeTakeFirstOrThrow();
    const before = toConnection(row);
    const overrides = overridesAfter(before, change);
    const written = await transaction
      .updateTable('connections')
      .set({ preset: change.preset ?? before.preset, policy: JSON.stringify(overrides) })
      .where((is) => is.and(own))
      .returning(connectionColumns)
      .executeTakeFirstOrThrow();
    const after = toConnection(written);
    // lists of organizations show the preset of the first connection
    if (after.slug === 'default' && after.preset !== before.preset) {
      await transaction
        .updateTable('organizations')
        .set({ preset: after.preset })
        .where('id', '=', organizationId)
        .execute();
    }
    const attributes = differences(before, after);
    if (attributes.length > 0) {
      const what = { resourceType: 'Connection', resourceId: id, operation: 'update' } as const;
      await recordChanges(transaction, [{ organizationId, actor, ...what, attributes }]);
    }
    return after;
  });
}
