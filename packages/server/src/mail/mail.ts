/** A message to some people, as plain text. */
export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** Hands a message to the mail server; rejects where it does not take it. */
export type SendMail = (mail: Mail) => Promise<void>;
