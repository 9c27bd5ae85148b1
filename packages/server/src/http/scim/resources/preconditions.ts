import { matchesEtag, ScimError, weakEtag } from '@lockstep/scim';
import type { FastifyRequest } from 'fastify';
import type { StoredResource } from './resource-store.ts';

/**
 * 412 when the client names a version (If-Match) that is no longer the current one (RFC 7644 §3.14), or one that it does
 * not want to change (If-None-Match, RFC 9110 §13.1.2).
 */
export function checkPreconditions(request: FastifyRequest, resource: StoredResource): void {
  checkVersion(request.headers['if-match'], resource);
  if (!isNotModified(request, resource)) return;
  throw ScimError.preconditionFailed(`The resource is at version ${weakEtag(resource.version)}, which was not wanted.`);
}

/** 412 when `wanted`, the entity tags that the client named, are not of the current version. */
export function checkVersion(wanted: string | undefined, { version }: StoredResource): void {
  if (wanted === undefined || matchesEtag(wanted, weakEtag(version))) return;
  throw ScimError.preconditionFailed(
    `The resource is at version ${weakEtag(version)} now. Read it again, then decide.`,
  );
}

/** Whether the client has some version already (If-None-Match). */
export function asksForNewer(request: FastifyRequest): boolean {
  return request.headers['if-none-match'] !== undefined;
}

/** Whether the client has the current version already (If-None-Match): 304 then. */
export function isNotModified(request: FastifyRequest, { version }: StoredResource): boolean {
  const header = request.headers['if-none-match'];
  return header !== undefined && matchesEtag(header, weakEtag(version));
}
