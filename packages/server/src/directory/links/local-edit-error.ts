/** An edit that the rules of a connection leave to the identity provider. */
export class LocalEditError extends Error {
  readonly reason: 'synced' | 'login-name';
  /** The name of the connection. */
  readonly connection: string;

  constructor(reason: LocalEditError['reason'], connection: string) {
    super(
      reason === 'synced'
        ? `"${connection}" manages this user, and its rules leave what it writes to it. Change the user there.`
        : `"${connection}" manages this user, and login names stay as they are while "Propagate provisioning" is on.`,
    );
    this.name = 'LocalEditError';
    this.reason = reason;
    this.connection = connection;
  }
}
