import type { FuzzAnswer } from './exchange.ts';
import type { FuzzRequest } from './requests.ts';

const scimJson = 'application/scim+json; charset=utf-8';
const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function judgeError({ status, type, text, headers }: FuzzAnswer, method: string): string | undefined {
  if (status >= 500 && status !== 501 && !(status === 503 && headers['retry-after'] !== undefined)) {
    return `a ${status} that nobody announced`;
  }
  if (type !== scimJson) return `an error of type "${type}"`;
  if (method === 'HEAD') return undefined;
  const body = parse(text);
  if (body === undefined) return 'an error that is no JSON';
  const schemas = body['schemas'];
  if (!Array.isArray(schemas) || schemas[0] !== errorSchema) return 'an error without its schema';
  if (body['status'] !== String(status)) return `an error that says ${String(body['status'])} for ${status}`;
  if (typeof body['detail'] !== 'string' || body['detail'] === '') return 'an error without detail';
  return undefined;
}

function judgeSuccess({ status, type, text }: FuzzAnswer, method: string): string | undefined {
  if (status === 204 || status === 304 || method === 'HEAD')
    return text === '' ? undefined : 'a body where none may be';
  if (type !== scimJson) return `an answer of type "${type}"`;
  const body = parse(text);
  if (body === undefined) return 'an answer that is no JSON object';
  return Array.isArray(body['schemas']) ? undefined : 'an answer without schemas';
}

/**
 * What is wrong with an answer, or undefined. `secret` is a text that only another organization has; no request knows
 * it, so no answer may hold it.
 */
export function judge(request: FuzzRequest, answer: FuzzAnswer, secret: string): string | undefined {
  if (answer.text.includes(secret)) return 'what belongs to another organization';
  if (/"password"\s*:/.test(answer.text) && answer.status < 300 && !request.path.startsWith('/Schemas')) {
    return 'a password';
  }
  return answer.status >= 400 ? judgeError(answer, request.method) : judgeSuccess(answer, request.method);
}
