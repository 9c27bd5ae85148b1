/** The server cannot start. The message says why and what to do about it; a stack trace would add nothing. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
  }
}
