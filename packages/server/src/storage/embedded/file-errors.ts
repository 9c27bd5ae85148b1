import { stat } from 'node:fs/promises';

/** Whether this is an error of the system with this code, such as `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** Handler of a rejection: swallows errors of this code, throws all others again. */
export function except(code: string): (error: unknown) => undefined {
  return (error) => {
    if (!hasCode(error, code)) {
      throw error;
    }
    return undefined;
  };
}

/** Whether there is something at the path; what cannot be looked at is an error, not absent. */
export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(except('ENOENT'))) !== undefined;
}
