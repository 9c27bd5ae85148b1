import { SMTPServer } from 'smtp-server';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AddressInfo } from 'node:net';
import { createMailer } from '../../mail/create-mailer.ts';
import { createTestDatabase, type TestDatabase } from '../../storage/test-database.testing.ts';
import { expiryMail } from './expiry-mail.ts';
import { mailWarnings } from './mail-warnings.ts';
import { warnOfExpiry } from './warn-of-expiry.ts';

const day = 86_400_000;
const now = new Date('2026-06-01T00:00:00Z');
const organizationId = '00000000-0000-7000-8000-000000000001';
const connectionId = '00000000-0000-7000-8000-000000000002';
let database: TestDatabase;
let smtp: SMTPServer;
let smtpUrl: string;
let received: { readonly to: readonly string[]; readonly text: string }[] = [];
let refusing = false;
let tokens = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (_address, _session, done) => done(refusing ? new Error('not now') : null),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push({ to: envelope.rcptTo.map(({ address }) => address), text: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  smtpUrl = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
  const { db } = database;
  const organization = {
    id: organizationId,
    slug: 'acme',
    name: 'Acme',
    preset: 'standard',
    time_zone: 'Asia/Tokyo',
  } as const;
  await db.insertInto('organizations').values(organization).execute();
  await sql`insert into connections (organization_id, id, slug, name, preset, propagation)
    values (${organizationId}, ${connectionId}, 'default', 'Okta', 'standard', true)`.execute(db);
  await sql`insert into administrators (id, name, email, everywhere) values
    ('1', 'Ann', 'ann@acme.example', false), ('2', 'Aud', 'aud@acme.example', false),
    ('3', 'Root', 'root@host.example', true)`.execute(db);
  await sql`insert into administrator_roles (organization_id, administrator_id, role) values
    (${organizationId}, '1', 'organization_administrator'), (${organizationId}, '2', 'auditor')`.execute(db);
});
afterAll(async () => {
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
  await database.close();
});
beforeEach(async () => {
  received = [];
  refusing = false;
  await sql`delete from api_tokens`.execute(database.db);
});

async function addToken(daysLeft: number, { valid = 365, enabled = true } = {}): Promise<string> {
  tokens += 1;
  const expires = new Date(now.getTime() + daysLeft * day);
  const created = new Date(expires.getTime() - valid * day);
  const { rows } = await sql<{ id: string }>`
    insert into api_tokens (organization_id, connection_id, id, digest, prefix, notes, created_by, created_at,
      expires_at, enabled)
    values (${organizationId}, ${connectionId}, gen_random_uuid(), ${Buffer.from(String(tokens))}, 'lockstep_x',
      ${`Token ${tokens}`}, 'Ann', ${created}, ${expires}, ${enabled})
    returning id`.execute(database.db);
  return rows[0]?.id ?? '';
}

test('administrators are written to, once, and again after the mail server refused', async () => {
  await addToken(5);
  await addToken(5, { enabled: false });
  await addToken(60);
  await warnOfExpiry(database, now);
  const send = createMailer({ smtpUrl, mailFrom: 'lockstep@acme.example' });
  if (send === undefined) throw new TypeError('There is a mail server.');
  const failures: unknown[] = [];
  const mail = (): Promise<void> =>
    mailWarnings({
      db: database.db,
      send,
      language: 'es',
      now,
      publicUrl: 'https://lockstep.example',
      onError: (error) => failures.push(error),
    });
  refusing = true;
  await mail();
  expect(failures).toHaveLength(1);
  expect(received).toEqual([]);
  refusing = false;
  await mail();
  await mail();
  await warnOfExpiry(database, now);
  await mail();
  expect(received).toHaveLength(1);
  expect(received[0]?.to).toEqual(expect.arrayContaining(['ann@acme.example']));
  expect(received[0]?.to).not.toContain('aud@acme.example');
  expect(received[0]?.to).not.toContain('root@host.example');
  expect(received[0]?.text).toContain('https://lockstep.example/o/acme/provisioning');
  expect(received[0]?.text.replaceAll('=\r\n', '')).toContain('Asia/Tokyo');
  // nobody sees who else was told
  expect(received[0]?.text).not.toContain('ann@acme.example');
});

test('the date is that of the organization', () => {
  const token = { organization: 'Acme', token: 'Okta', page: 'https://lockstep.example' };
  const expiresAt = new Date('2026-06-01T18:00:00Z');
  const dates = (timeZone: string) => expiryMail('es', { ...token, expiresAt, timeZone }).subject;
  expect(dates('UTC')).toMatch(/ 1 de junio de 2026.* 18:00 UTC/);
  expect(dates('Asia/Tokyo')).toMatch(/ 2 de junio de 2026.* 3:00 Asia\/Tokyo/);
});

test('without a mail server there is no mailer', () => {
  expect(createMailer({ smtpUrl: undefined, mailFrom: 'x' })).toBeUndefined();
});
