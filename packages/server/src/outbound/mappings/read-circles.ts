import {
  expressionsOf,
  readsOf,
  readsOwnAccount,
  referenceOf,
  type ProfileSettings,
  type SettingsFault,
} from '@lockstep/provisioning';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';

/**
 * What would never come to an end: expressions that read what was sent to the application's own accounts, or to those of
 * an application that reads these in turn. Settings that are otherwise in order.
 */
export async function findReadCircles(
  db: Kysely<Tables>,
  { organizationId, slug }: ApplicationPlace,
  settings: ProfileSettings,
): Promise<readonly SettingsFault[]> {
  if (readsOf(expressionsOf(settings)).accounts.length === 0) return [];
  const { rows } = await sql<{ slug: string; reads_accounts: readonly string[] }>`
    select slug, reads_accounts from applications
    where organization_id = ${organizationId} and cardinality(reads_accounts) > 0`.execute(db);
  const reads = new Map(rows.filter((row) => row.slug !== slug).map((row) => [row.slug, row.reads_accounts]));
  return [
    ...settings.mappings.flatMap(({ source }, index) => {
      const fault = source.kind === 'expression' ? faultOf(source.expression, slug, reads) : undefined;
      return fault === undefined ? [] : [{ path: `mappings.${index}.source`, ...fault }];
    }),
    ...loginNameFaults(settings, slug, reads),
  ];
}

type Reads = ReadonlyMap<string, readonly string[]>;

function loginNameFaults({ userName }: ProfileSettings, slug: string, reads: Reads): SettingsFault[] {
  const { format, expression } = userName;
  if (format !== 'custom' || expression === undefined) return [];
  // a login name that is made of another of the same application has to end somewhere
  const ownName = readsOf([expression]).accounts.includes(slug);
  const fault = ownName ? ownFault(slug) : faultOf(expression, slug, reads);
  return fault === undefined ? [] : [{ path: 'userName.expression', ...fault }];
}

type Circle = Omit<SettingsFault, 'path'>;

function faultOf(expression: string, slug: string, reads: Reads): Circle | undefined {
  if (readsOwnAccount(expression, referenceOf(slug))) return ownFault(slug);
  const named = readsOf([expression]).accounts.find((one) => one !== slug && reaches(reads, one, slug));
  if (named === undefined) return undefined;
  const name = referenceOf(named);
  return {
    message: `The application “${name}” reads accounts of this one in turn, so that they would change each other without end.`,
    code: 'read_in_turn',
    values: { name },
  };
}

function ownFault(slug: string): Circle {
  const name = referenceOf(slug);
  return {
    message: `“${name}” is this application itself: write appuser for its account. Of the manager’s account here there is the login name, in mappings.`,
    code: 'reads_itself',
    values: { name },
  };
}

function reaches(reads: Reads, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === to) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(reads.get(next) ?? []));
  }
  return false;
}
