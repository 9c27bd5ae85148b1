import { createTransport } from 'nodemailer';
import type { SendMail } from './mail.ts';

export interface MailOptions {
  /** `smtp://user:password@host:587`, or `smtps://…` for TLS from the start. */
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
}

const patience = 10_000;

/** Sends by the configured SMTP server; undefined where there is none. */
export function createMailer({ smtpUrl, mailFrom }: MailOptions): SendMail | undefined {
  if (smtpUrl === undefined) return undefined;
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
  });
  return async ({ to, subject, text }) => {
    // nobody needs to see who else was told
    await transport.sendMail({ from: mailFrom, to: mailFrom, bcc: [...to], subject, text });
  };
}
