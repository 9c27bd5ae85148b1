/** A language that mail is written in. */
export type MailLanguage = 'en' | 'es' | 'ja';

interface ExpiringToken {
  readonly organization: string;
  /** Its notes, or the beginning of its secret. */
  readonly token: string;
  readonly expiresAt: Date;
  /** That the date is written in. */
  readonly timeZone: string;
  /** Address of the Provisioning page. */
  readonly page: string;
}

type Words = Readonly<Record<'subject' | 'text', (token: ExpiringToken, until: string) => string>>;

const words: Readonly<Record<MailLanguage, Words>> = {
  en: {
    subject: ({ organization }, until) => `${organization}: an API token expires on ${until}`,
    text: ({ organization, token, page }, until) =>
      `The API token “${token}” of ${organization} expires on ${until}. After that the identity provider is refused.

To reissue it: create a new API token, register it with the identity provider, disable the old one and delete it.

${page}
`,
  },
  es: {
    subject: ({ organization }, until) => `${organization}: un token de API caduca el ${until}`,
    text: ({ organization, token, page }, until) =>
      `El token de API «${token}» de ${organization} caduca el ${until}. Después se rechazará al proveedor de identidad.

Para reemitirlo: cree un token de API nuevo, regístrelo en el proveedor de identidad, desactive el antiguo y elimínelo.

${page}
`,
  },
  ja: {
    subject: ({ organization }, until) => `${organization}：APIトークンの有効期間が${until}に終わります`,
    text: ({ organization, token, page }, until) =>
      `${organization}のAPIトークン「${token}」の有効期間は${until}に終わります。それ以降、IdPからのリクエストは拒否されます。

再発行するには、新しいAPIトークンを作成してIdPに登録し、古いトークンを無効にしてから削除してください。

${page}
`,
  },
};

/** Subject and text of the warning that a token expires. */
export function expiryMail(language: MailLanguage, token: ExpiringToken): { subject: string; text: string } {
  const { timeZone } = token;
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone });
  const until = `${date.format(token.expiresAt)} ${timeZone}`;
  const { subject, text } = words[language];
  return { subject: subject(token, until), text: text(token, until) };
}
