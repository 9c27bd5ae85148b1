import type { Transporter } from 'nodemailer';
import type { SendMail } from './mail.ts';

export interface MailOptions {
  /** `smtp://user:password@host:587`, or `smtps://…` for TLS from the start. */
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
}

const patience = 10_000;

async function connect(url: string): Promise<Transporter> {
  // not before there is mail to send: it would stay in memory
  const { createTransport } = await import('nodemailer');
  return createTransport({
    url,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
  });
}

/** Sends by the configured SMTP server; undefined where there is none. */
export function createMailer({ smtpUrl, mailFrom }: MailOptions): SendMail | undefined {
  if (smtpUrl === undefined) return undefined;
  let transport: Promise<Transporter> | undefined;
  return async ({ to, subject, text }) => {
    transport ??= connect(smtpUrl);
    // nobody needs to see who else was told
    await (await transport).sendMail({ from: mailFrom, to: mailFrom, bcc: [...to], subject, text });
  };
}
