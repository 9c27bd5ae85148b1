import { ProblemError } from './problem-error.ts';

/** A cursor is the sort key of the last row, in base64url so that nobody builds on its inside. */
export function encodeCursor(key: string): string {
  return Buffer.from(key, 'utf8').toString('base64url');
}

export function decodeCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (encodeCursor(key) === cursor && !key.includes('\0')) return key;
  throw new ProblemError('invalid_request', 'The cursor is not one that this server gave.', {
    issues: [{ path: 'cursor', message: 'Use the "next" of the page before.' }],
  });
}
