import type { JsonObject } from '@lockstep/scim';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { OrganizationTypes } from '../custom-types/compile-types.ts';
import { uniqueAttributes, uniqueValuesOf } from '../custom-types/unique-values.ts';
import { because, type Reason } from './row-fault.ts';

/** What a row would leave of a user; the id is absent of a new one. */
interface AfterRow {
  readonly line: number;
  readonly id?: string;
  readonly after: JsonObject;
}

type UserValue = { readonly key: string; readonly path: string; readonly digest: Buffer; readonly value: unknown };

function valuesOf(type: OrganizationTypes['user'], organizationId: string, { id = '', after }: AfterRow): UserValue[] {
  const values = uniqueValuesOf({ organizationId, type, resourceId: id }, after);
  return [...values].map(([key, { path, digest, value }]) => ({ key, path, digest, value }));
}

/** Tells of rows whose values another user, or a row above, has in an attribute where they have to be unique. */
export class UniquePreview {
  readonly #db: Kysely<Tables>;
  readonly #organizationId: string;
  /** The line of each value so far. */
  readonly #lines = new Map<string, number>();

  constructor(db: Kysely<Tables>, organizationId: string) {
    this.#db = db;
    this.#organizationId = organizationId;
  }

  /** Looks up the values of these rows; the answer notes each row that it is asked about. */
  async look(
    type: OrganizationTypes['user'],
    rows: readonly AfterRow[],
  ): Promise<(row: AfterRow) => Reason | undefined> {
    if (uniqueAttributes(type).length === 0) return () => undefined;
    const owners = await this.#owners(rows.flatMap((row) => valuesOf(type, this.#organizationId, row)));
    return (row) => {
      const values = valuesOf(type, this.#organizationId, row);
      for (const { key, path, value } of values) {
        const column = path.slice(path.lastIndexOf(':') + 1);
        const line = this.#lines.get(key);
        if (line !== undefined) return because('match_twice', { column, value: String(value), line });
        const owner = owners.get(key);
        if (owner !== undefined && owner !== row.id) return because('taken_value', { column, value: String(value) });
      }
      for (const { key } of values) this.#lines.set(key, row.line);
      return undefined;
    };
  }

  /** Who has the values now. */
  async #owners(values: readonly UserValue[]): Promise<ReadonlyMap<string, string>> {
    if (values.length === 0) return new Map();
    const { rows } = await sql<{ path: string; digest: Buffer; resource_id: string }>`
      select path, digest, resource_id from unique_values
      where organization_id = ${this.#organizationId} and resource_type = 'User'
        and (path, digest) in (
          select * from unnest(${values.map(({ path }) => path)}::text[], ${values.map(({ digest }) => digest)}::bytea[])
        )`.execute(this.#db);
    const owner = new Map(rows.map((row) => [`${row.path} ${row.digest.toString('hex')}`, row.resource_id]));
    return new Map(
      values.flatMap(({ key, path, digest }) => {
        const id = owner.get(`${path} ${digest.toString('hex')}`);
        return id === undefined ? [] : [[key, id] as const];
      }),
    );
  }
}
