import { sql, type Kysely } from 'kysely';
import type { Mail, SendMail } from '../../mail/mail.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { expiryMail, type MailLanguage } from './expiry-mail.ts';

interface Row {
  readonly organization_id: string;
  readonly token_id: string;
  readonly days: number;
  readonly slug: string;
  readonly organization: string;
  readonly language: MailLanguage | null;
  readonly time_zone: string;
  readonly token: string;
  readonly expires_at: Date;
  readonly addresses: string[];
}

export interface WarningMailOptions {
  readonly db: Kysely<Tables>;
  readonly send: SendMail;
  /** Where the organization has none of its own. */
  readonly language: MailLanguage;
  /** Origin of the console, without a trailing slash. */
  readonly publicUrl: string;
  readonly now: Date;
  readonly onError: (error: unknown) => void;
}

const mostAtOnce = 200;

/**
 * The last warning of each token that still works, where nobody was written to about it. Written to are the
 * organization's administrators, or those of the whole server where it has none.
 */
async function findUnsent({ db, now }: WarningMailOptions): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select api_tokens.organization_id, api_tokens.id as token_id, warned_days as days, slug, organizations.name as organization,
      organizations.language, coalesce(organizations.time_zone, 'UTC') as time_zone,
      coalesce(nullif(notes, ''), prefix) as token, expires_at,
      coalesce(
        (select array_agg(email order by email) from administrators
          join administrator_roles on administrator_id = administrators.id
          where administrator_roles.organization_id = organizations.id and role = 'organization_administrator'),
        (select array_agg(email order by email) from administrators where everywhere),
        '{}'
      ) as addresses
    from api_tokens
    join organizations on organizations.id = api_tokens.organization_id
    where enabled and expires_at > ${now} and warned_days < coalesce(mailed_days, 2147483647)
    order by expires_at limit ${mostAtOnce}`.execute(db);
  return rows;
}

async function noteSent(db: Kysely<Tables>, { organization_id, token_id, days }: Row): Promise<void> {
  await sql`
    update api_tokens set mailed_days = ${days}
    where organization_id = ${organization_id} and id = ${token_id}`.execute(db);
}

function toMail(row: Row, { language, publicUrl }: WarningMailOptions): Mail {
  const { organization, token, expires_at: expiresAt, slug, addresses } = row;
  const { time_zone: timeZone } = row;
  const page = `${publicUrl}/o/${slug}/provisioning`;
  const told = { organization, token, expiresAt, timeZone, page };
  return { to: addresses, ...expiryMail(row.language ?? language, told) };
}

/** Writes to administrators about tokens that expire soon; what the mail server does not take comes again next time. */
export async function mailWarnings(options: WarningMailOptions): Promise<void> {
  for (const row of await findUnsent(options)) {
    if (row.addresses.length === 0) continue;
    try {
      await options.send(toMail(row, options));
      await noteSent(options.db, row);
    } catch (error) {
      options.onError(error);
    }
  }
}
