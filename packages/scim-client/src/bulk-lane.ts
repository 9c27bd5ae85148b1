import { isJsonObject, type JsonObject } from '@lockstep/scim';
import type { ClientError } from './client-error.ts';
import { keepExchange } from './error-exchange.ts';
import { readAnswer, type ScimResult } from './read-answer.ts';
import type { BulkLimits } from './target-features.ts';
import type { HttpRequest } from './transport.ts';

/** One write, ready to be sent alone or among others. */
export interface WriteOperation {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Relative to the base URL, escaped. */
  readonly path: string;
  readonly body?: JsonObject | undefined;
  readonly ifMatch?: string | undefined;
}

export type SendWrite = (operation: WriteOperation) => Promise<ScimResult>;

/** Bulk requests under way at once: one that is slow does not hold up everything else. */
const atOnce = 4;

const bulkRequest = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

interface Waiting {
  readonly operation: WriteOperation;
  readonly bytes: number;
  readonly resolve: (result: ScimResult) => void;
}

/**
 * Puts writes that wait at the same time into one Bulk request (RFC 7644 §3.7). A write that waits alone goes by its own
 * verb, so that a quiet engine sends what it would send anyhow. A target that does not take a bulk request after all
 * (404, 405, 413, 501) gets its operations one by one: nothing of them happened then.
 */
export function createBulkLane(alone: SendWrite, { maxOperations, maxPayloadSize }: BulkLimits): SendWrite {
  let waiting: Waiting[] = [];
  let running = 0;

  function takeBatch(): Waiting[] {
    let bytes = 1000;
    const end = waiting.findIndex((item, index) => {
      bytes += item.bytes;
      return index > 0 && (index >= maxOperations || bytes > maxPayloadSize);
    });
    return waiting.splice(0, end === -1 ? waiting.length : end);
  }
  async function flush(): Promise<void> {
    if (running >= atOnce || waiting.length === 0) return;
    running += 1;
    const batch = takeBatch();
    try {
      await sendBatch(alone, batch);
    } finally {
      running -= 1;
      void flush();
    }
  }
  return (operation) =>
    new Promise((resolve) => {
      // escapes may triple a character
      const bytes = JSON.stringify(operation.body ?? '').length * 3 + operation.path.length + 200;
      waiting.push({ operation, bytes, resolve });
      if (running < atOnce) void Promise.resolve().then(flush);
    });
}

async function sendBatch(alone: SendWrite, batch: readonly Waiting[]): Promise<void> {
  const [first] = batch;
  if (batch.length === 1 && first !== undefined) return first.resolve(await alone(first.operation));
  const Operations = batch.map(({ operation }, index) => toBulkOperation(operation, `${index}`));
  const result = await alone({ method: 'POST', path: '/Bulk', body: { schemas: [bulkRequest], Operations } });
  if (!result.ok && isNotTaken(result.error)) {
    await Promise.all(batch.map(async ({ operation, resolve }) => resolve(await alone(operation))));
    return undefined;
  }
  const answers = result.ok ? readOperations(result.resource) : [];
  for (const [index, { operation, resolve }] of batch.entries()) {
    if (result.ok) resolve(resultOf(operation, findAnswer(answers, operation, `${index}`)));
    else resolve({ ok: false, error: alike(result.error, operation) });
  }
  return undefined;
}

function isNotTaken(error: ClientError): boolean {
  return 'status' in error && [404, 405, 413, 501].includes(error.status);
}

function toBulkOperation({ method, path, body, ifMatch }: WriteOperation, bulkId: string): JsonObject {
  return {
    method,
    path,
    ...(method === 'POST' ? { bulkId } : {}),
    ...(ifMatch === undefined ? {} : { version: ifMatch }),
    ...(body === undefined ? {} : { data: body }),
  };
}

function readOperations(resource: JsonObject | undefined): JsonObject[] {
  const operations = resource?.['Operations'];
  return Array.isArray(operations) ? operations.filter(isJsonObject) : [];
}

/** A creation is known by its bulkId, anything else by the resource that it names (RFC 7644 §3.7.3). */
function findAnswer(answers: readonly JsonObject[], { method, path }: WriteOperation, bulkId: string) {
  return answers.find((answer) =>
    method === 'POST'
      ? answer['bulkId'] === bulkId
      : typeof answer['location'] === 'string' && answer['location'].endsWith(path),
  );
}

/** A successful creation may be answered by its location alone: its last part is the id. */
function resultOf(operation: WriteOperation, answer: JsonObject | undefined): ScimResult {
  const status = Number(answer?.['status']);
  if (answer === undefined || !Number.isInteger(status)) {
    const message = 'the answer to a bulk request does not say what became of it.';
    return { ok: false, error: alike({ kind: 'unknown', reason: 'other', message }, operation) };
  }
  const { response, location, version } = answer;
  const id = typeof location === 'string' ? decodeURIComponent(location.slice(location.lastIndexOf('/') + 1)) : '';
  const resource = isJsonObject(response) ? response : status < 300 && id !== '' ? { id } : undefined;
  const headers = typeof version === 'string' ? { etag: version } : undefined;
  const body = resource === undefined ? '' : JSON.stringify(resource);
  const whole = { status, headers: headers ?? {}, body, cut: false };
  const result = readAnswer(whole, 0);
  if (!result.ok) keepExchange(result.error, asRequest(operation), whole);
  return result;
}

/** The same error, told of one operation: what the others sent is nothing that a reader of this one should see. */
function alike(error: ClientError, operation: WriteOperation): ClientError {
  const own = { ...error };
  const silent = { sent: true, reason: 'other', message: 'The whole bulk request failed.' } as const;
  keepExchange(own, asRequest(operation), silent);
  return own;
}

function asRequest({ method, path, body }: WriteOperation): HttpRequest {
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  return { method, url: `/Bulk → ${path}`, headers: {}, ...text, timeoutMs: 0, maxBytes: 0 };
}
