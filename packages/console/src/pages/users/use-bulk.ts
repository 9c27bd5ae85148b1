import { bulkSize, routes, type BulkAction, type BulkReport, type UserFilter } from '@lockstep/admin-api';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { queryKeys } from '../../api/query-keys.ts';

export type BulkWho = { readonly users: readonly string[] } | { readonly matching: UserFilter };

interface Counts {
  readonly changed: number;
  readonly unchanged: number;
  readonly failed: BulkReport['failed'];
}

type Step =
  | { readonly state: 'asking' }
  | { readonly state: 'running'; readonly done: number }
  | ({ readonly state: 'done' } & Counts)
  | { readonly state: 'failed'; readonly error: unknown };

interface Bulk {
  readonly step: Step;
  readonly run: (action: BulkAction, who: BulkWho) => Promise<void>;
}

type Selection = Parameters<typeof call<typeof routes.bulkUsers>>[1]['body'] extends infer B
  ? NonNullable<B> extends { selection: infer S }
    ? S
    : never
  : never;

/** The requests that it takes, each made from the answer before. */
function firstSelection(who: BulkWho): Selection {
  return 'users' in who ? { users: [...who.users].slice(0, bulkSize) } : { matching: who.matching };
}

function nextSelection(who: BulkWho, requests: number, next: string | undefined): Selection | undefined {
  if (!('users' in who)) return next === undefined ? undefined : { matching: who.matching, cursor: next };
  const users = who.users.slice(requests * bulkSize, (requests + 1) * bulkSize);
  return users.length === 0 ? undefined : { users };
}

/** Does one thing to many users, a few hundred per request, and says how far it has come. */
export function useBulk(org: string): Bulk {
  const client = useQueryClient();
  const [step, setStep] = useState<Step>({ state: 'asking' });
  const run = async (action: BulkAction, who: BulkWho): Promise<void> => {
    let counts: Counts = { changed: 0, unchanged: 0, failed: [] };
    setStep({ state: 'running', done: 0 });
    try {
      let selection: Selection | undefined = firstSelection(who);
      for (let requests = 1; selection !== undefined; requests += 1) {
        const report = await call(routes.bulkUsers, { params: { org }, body: { action, selection } });
        counts = {
          changed: counts.changed + report.changed,
          unchanged: counts.unchanged + report.unchanged,
          failed: [...counts.failed, ...report.failed],
        };
        setStep({ state: 'running', done: counts.changed + counts.unchanged + counts.failed.length });
        selection = nextSelection(who, requests, report.next);
      }
      setStep({ state: 'done', ...counts });
    } catch (error) {
      setStep({ state: 'failed', error });
    }
    await client.invalidateQueries({ queryKey: queryKeys.users(org) });
  };
  return { step, run };
}
