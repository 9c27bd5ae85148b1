import { CompiledQuery, type Kysely, type PostgresPoolClient, type RawBuilder } from 'kysely';
import type pg from 'pg';
import type { Tables } from './tables/index.ts';

const names = new Map<string, string>();

/** Runs a prepared statement; `values` stand for `$1`, `$2` … */
export type Prepared<Row> = (db: Kysely<Tables>, values: readonly unknown[]) => Promise<readonly Row[]>;

/**
 * A statement that each connection parses and plans once, for what is sent all the time: planning it costs more than
 * running it. To be declared once, at the top of a module. Its plan cannot depend on the values.
 */
export function prepare<Row>(name: string, text: string): Prepared<Row> {
  names.set(text, name);
  return async (db, values) => (await db.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows;
}

/** Each connection remembers what it has prepared, so there is an end to how many texts are kept. */
const mostKept = 200;
let kept = 0;

/**
 * Runs a statement that is put together, and keeps its plan like that of `prepare`: for those of which there are few
 * texts. What the plan should depend on, such as a limit, has to stand in the text.
 */
export async function executeKept<Row>(db: Kysely<Tables>, statement: RawBuilder<Row>): Promise<readonly Row[]> {
  const compiled = statement.compile(db);
  if (!names.has(compiled.sql) && kept < mostKept) names.set(compiled.sql, `kept ${++kept}`);
  return (await db.executeQuery<Row>(compiled)).rows;
}

/** Sends statements made by `prepare` under their names. */
export function preparing(client: pg.PoolClient): PostgresPoolClient {
  // with a callback: the promise that `pg` makes keeps the values from the collection of V8's young generation
  const query = (text: string, values: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const name = names.get(text);
      client.query({ ...(name !== undefined && { name }), text, values: [...values] }, (error, result) => {
        if (error) reject(error);
        else resolve(result);
      });
    });
  const { processID } = client as { processID?: number };
  return {
    ...(processID === undefined ? {} : { processID }),
    query: query as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy),
  };
}
