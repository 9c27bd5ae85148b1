import { findRuleFaults, ruleTest, type ExpressionError } from '@lockstep/provisioning';
import type { JsonObject } from '@lockstep/scim';
import { sql, type Kysely } from 'kysely';
import { customUserAttributes } from '../custom-types/custom-user-attributes.ts';
import type { Tables } from '../../storage/tables/index.ts';

/** Whom an expression chooses. `complete` is false where not everybody was looked at. */
export interface RulePreview {
  readonly faults: readonly ExpressionError[];
  readonly matching: number;
  readonly looked: number;
  readonly complete: boolean;
  /** The first of them. */
  readonly examples: readonly { readonly id: string; readonly loginName: string; readonly displayName: string }[];
}

const pageSize = 2000;
/** Somebody waits for the answer, so a large directory is not looked at as a whole. */
const mostLooked = 50_000;
const mostExamples = 20;

interface UserRow {
  readonly id: string;
  readonly user_name_key: string;
  readonly user_name: string;
  readonly display_name: string;
  readonly resource: JsonObject;
}

export async function previewGroupRule(
  db: Kysely<Tables>,
  organizationId: string,
  { expression, except }: { readonly expression: string; readonly except: readonly string[] },
): Promise<RulePreview> {
  const faults = findRuleFaults(expression, await customUserAttributes(db, organizationId));
  if (faults.length > 0) return { faults, matching: 0, looked: 0, complete: true, examples: [] };
  const [test, left] = [ruleTest(expression), new Set(except)];
  const examples: { id: string; loginName: string; displayName: string }[] = [];
  let [matching, looked, after] = [0, 0, ''];
  for (;;) {
    const page = await readPage(db, organizationId, after);
    for (const row of page) {
      const { id, user_name: userName, display_name: displayName, resource } = row;
      if (left.has(id) || test({ id, userName, resource, groups: [], readAt: Date.now() }) !== true) continue;
      matching += 1;
      if (examples.length < mostExamples) examples.push({ id, loginName: userName, displayName });
    }
    looked += page.length;
    after = page.at(-1)?.user_name_key ?? after;
    const complete = page.length < pageSize;
    if (complete || looked >= mostLooked) return { faults: [], matching, looked, complete, examples };
  }
}

async function readPage(db: Kysely<Tables>, organizationId: string, after: string): Promise<readonly UserRow[]> {
  const { rows } = await sql<UserRow>`
    select id, user_name_key, user_name, display_name, resource from users
    where organization_id = ${organizationId} and user_name_key > ${after}
    order by user_name_key limit ${pageSize}`.execute(db);
  return rows;
}
