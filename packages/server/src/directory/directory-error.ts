/** Why a command of the directory was refused; the codes are those of the admin API's problems. */
export type DirectoryErrorCode =
  | 'not_found'
  | 'invalid_request'
  | 'code_taken'
  | 'department_cycle'
  | 'department_not_empty'
  | 'limit_reached'
  | 'schema_in_use'
  | 'service_in_use'
  | 'values_exist'
  | 'values_conflict';

/** One member of a command that is wrong. */
export interface DirectoryIssue {
  readonly path: string;
  readonly message: string;
}

/** A command that was refused: nothing was written. The message is for people. */
export class DirectoryError extends Error {
  override readonly name = 'DirectoryError';
  readonly code: DirectoryErrorCode;
  /** The members of the command that are wrong, where it is about some. */
  readonly issues: readonly DirectoryIssue[];

  constructor(code: DirectoryErrorCode, message: string, at: string | readonly DirectoryIssue[] = []) {
    super(message);
    this.code = code;
    this.issues = typeof at === 'string' ? [{ path: at, message }] : at;
  }
}
