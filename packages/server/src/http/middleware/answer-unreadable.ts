import type { Socket } from 'node:net';
import { errorResponse, ScimError } from '@lockstep/scim';
import { scimType } from '../scim/answer-error.ts';

const refusals: Readonly<Record<string, ScimError>> = {
  HPE_HEADER_OVERFLOW: new ScimError(
    431,
    'The address and the headers are longer than this server reads. Send long filters by POST to "/.search".',
  ),
  ERR_HTTP_REQUEST_TIMEOUT: new ScimError(408, 'The request took too long to arrive.'),
};
const unreadable = new ScimError(400, 'This is no HTTP request that this server can read.');
const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

interface UnreadableError extends Error {
  readonly code?: string;
  /** What had arrived. */
  readonly rawPacket?: unknown;
}

/**
 * Answers HTTP that cannot be read, so that nobody knows which address it was for: as SCIM would, since of anything
 * else an identity provider shows its administrator only that it could not be read.
 */
export function answerUnreadable(error: UnreadableError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const refusal = refusals[error.code ?? ''] ?? unreadable;
  const body = JSON.stringify(errorResponse(refusal));
  const head = [
    `HTTP/1.1 ${refusal.status} ${reasons[refusal.status]}`,
    `Content-Type: ${scimType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  // whoever asks by HEAD reads no body
  const byHead = Buffer.isBuffer(error.rawPacket) && error.rawPacket.toString('latin1', 0, 5) === 'HEAD ';
  socket.end(`${head.join('\r\n')}\r\n\r\n${byHead ? '' : body}`);
}
