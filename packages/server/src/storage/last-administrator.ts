import { sqlState } from './database.ts';

/** Whether an error is what the triggers raise when somebody would take the last administrator away (SQLSTATE LS001). */
export function isLastAdministrator(error: unknown): boolean {
  return sqlState(error) === 'LS001';
}
