import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Route } from '@lockstep/admin-api';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../access/caller.ts';
import { abandonOnce, beginOnce, finishOnce, type OnceKey } from '../../access/idempotency.ts';
import { openSecret, sealSecret } from '../../storage/secret-box.ts';
import type { Services } from '../services.ts';
import { ProblemError } from './problem-error.ts';

const patienceMilliseconds = 10_000;
const stepMilliseconds = 50;

/** The header of a creation; undefined where there is none. 400 for one that is empty or longer than 200 characters. */
function readKey(request: FastifyRequest, route: Route): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined || route.method !== 'POST' || route.status !== 201) return undefined;
  if (typeof key === 'string' && /^[\u0021-\u007e]{1,200}$/.test(key)) return key;
  throw new ProblemError('invalid_request', 'An Idempotency-Key has 1 to 200 printable ASCII characters, no spaces.');
}

function onceKey(request: FastifyRequest, caller: Caller, key: string): OnceKey {
  const asked = JSON.stringify([request.method, request.url, request.body ?? null]);
  return {
    caller: caller.key?.id ?? caller.administrator?.id ?? 'LOCKSTEP_ADMIN_TOKEN',
    key,
    digest: createHash('sha256').update(asked).digest(),
  };
}

/** An answer under the key, given by an earlier request or one that runs at the same moment; undefined for the first. */
async function earlier(services: Services, once: OnceKey): Promise<string | undefined> {
  const until = Date.now() + patienceMilliseconds;
  for (;;) {
    const state = await beginOnce(services.database.db, once, services.now());
    if (state.kind === 'first') return undefined;
    if (state.kind === 'done') return openSecret(services.answerKey, state.answer);
    if (state.kind === 'different') {
      throw new ProblemError('idempotency_key_reused', 'This Idempotency-Key was used for another request.');
    }
    if (Date.now() > until) {
      throw new ProblemError('request_running', 'A request with this Idempotency-Key is still running.', {
        retryAfter: 5,
      });
    }
    await wait(stepMilliseconds);
  }
}

/**
 * Answers a creation with an `Idempotency-Key` once: the same request under the same key gets the same answer for a day,
 * and nothing is done again. What failed is not kept. `work` gives the body of the answer.
 */
export async function answerOnce(
  services: Services,
  { request, route, caller }: { readonly request: FastifyRequest; readonly route: Route; readonly caller?: Caller },
  work: () => Promise<string>,
): Promise<string> {
  const key = readKey(request, route);
  if (key === undefined || caller === undefined) return work();
  const once = onceKey(request, caller, key);
  const known = await earlier(services, once);
  if (known !== undefined) return known;
  const answer = await work().catch(async (error: unknown) => {
    await abandonOnce(services.database.db, once);
    throw error;
  });
  await finishOnce(services.database.db, once, sealSecret(services.answerKey, answer), services.now());
  return answer;
}
