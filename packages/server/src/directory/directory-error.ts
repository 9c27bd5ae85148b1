/** Why a command of the directory was refused; the codes are those of the admin API's problems. */
export type DirectoryErrorCode =
  | 'not_found'
  | 'invalid_request'
  | 'code_taken'
  | 'department_cycle'
  | 'department_not_empty'
  | 'limit_reached';

/** A command that was refused: nothing was written. The message is for people. */
export class DirectoryError extends Error {
  override readonly name = 'DirectoryError';
  readonly code: DirectoryErrorCode;
  /** The member of the command that is wrong, where there is one. */
  readonly path: string | undefined;

  constructor(code: DirectoryErrorCode, message: string, path?: string) {
    super(message);
    this.code = code;
    this.path = path;
  }
}
